// An HTTPS server on a free port, with a certificate that is made when the test runs. It counts what reaches it.
//
// Every request gets the same answer; connections are kept. Clients must have gone before it ends.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/support/catch.h"

namespace twinline {

struct Certificate {
  std::string pem, key_pem;

  // Vouched for by itself; `names` as OpenSSL writes them, "DNS:localhost".
  static Certificate for_names(const std::string& names) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    const std::unique_ptr<X509, decltype(&X509_free)> made(X509_new(), X509_free);
    REQUIRE(key);
    X509_set_version(made.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), 3600);
    X509_set_pubkey(made.get(), key.get());
    X509_NAME* const name = X509_get_subject_name(made.get());
    const std::string_view called = "a test";
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(called.data()),
                               static_cast<int>(called.size()), -1, 0);
    X509_set_issuer_name(made.get(), name);
    X509_EXTENSION* const others = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str());
    X509_add_ext(made.get(), others, -1);
    X509_EXTENSION_free(others);
    REQUIRE(X509_sign(made.get(), key.get(), EVP_sha256()) > 0);
    Certificate certificate;
    certificate.pem = written([&](BIO* to) { return PEM_write_bio_X509(to, made.get()); });
    certificate.key_pem = written(
        [&](BIO* to) { return PEM_write_bio_PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
    return certificate;
  }

 private:
  template <class Write>
  static std::string written(Write write) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
    REQUIRE(write(memory.get()) == 1);
    char* bytes = nullptr;
    const auto size = BIO_get_mem_data(memory.get(), &bytes);
    return {bytes, static_cast<std::size_t>(size)};
  }
};

class TlsServer {
 public:
  explicit TlsServer(const Certificate& certificate, std::string answer = "{}")
      : answer_(std::move(answer)),
        context_(boost::asio::ssl::context::tls_server),
        acceptor_(io_, Tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)) {
    context_.use_certificate_chain(boost::asio::buffer(certificate.pem));
    context_.use_private_key(boost::asio::buffer(certificate.key_pem), boost::asio::ssl::context::pem);
    accepting_ = std::thread([this] { accept_all(); });
  }
  ~TlsServer() {
    stopping_ = true;
    Tcp::socket last(io_);
    boost::system::error_code ignored;
    last.connect(acceptor_.local_endpoint(), ignored);
    accepting_.join();
    for (std::thread& one : serving_) one.join();
  }
  TlsServer(const TlsServer&) = delete;
  TlsServer& operator=(const TlsServer&) = delete;

  // By a name, as certificates are for names.
  std::string url() const { return "https://localhost:" + std::to_string(acceptor_.local_endpoint().port()); }
  int connections() const { return connections_; }
  int requests() const { return requests_; }

 private:
  using Tcp = boost::asio::ip::tcp;

  void accept_all() {
    for (;;) {
      Tcp::socket socket(io_);
      boost::system::error_code failed;
      acceptor_.accept(socket, failed);
      if (stopping_) return;
      if (failed) continue;
      ++connections_;
      serving_.emplace_back([this, taken = std::move(socket)]() mutable { serve(std::move(taken)); });
    }
  }
  void serve(Tcp::socket socket) {
    namespace http = boost::beast::http;
    boost::asio::ssl::stream<Tcp::socket> stream(std::move(socket), context_);
    boost::system::error_code failed;
    stream.handshake(boost::asio::ssl::stream_base::server, failed);
    boost::beast::flat_buffer buffer;
    while (!failed) {
      http::request<http::string_body> request;
      http::read(stream, buffer, request, failed);
      if (failed) return;
      ++requests_;
      http::response<http::string_body> response(http::status::ok, 11, answer_);
      response.set(http::field::content_type, "application/json");
      response.prepare_payload();
      http::write(stream, response, failed);
    }
  }

  std::string answer_;
  boost::asio::io_context io_;
  boost::asio::ssl::context context_;
  Tcp::acceptor acceptor_;
  std::atomic<int> connections_ = 0, requests_ = 0;
  std::atomic<bool> stopping_ = false;
  std::vector<std::thread> serving_;  // of the accepting thread until it has ended
  std::thread accepting_;
};

}  // namespace twinline
