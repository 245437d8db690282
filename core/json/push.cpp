// The parts of Boost.JSON that its push parser needs, compiled once, and the one place where Boost would throw.
#include "core/json/push.h"

#include <boost/assert/source_location.hpp>
#include <boost/json/detail/impl/default_resource.ipp>
#include <boost/json/detail/impl/except.ipp>
#include <boost/json/detail/impl/shared_resource.ipp>
#include <boost/json/detail/impl/stack.ipp>
#include <boost/json/impl/error.ipp>
#include <cstdlib>
#include <exception>

#ifdef BOOST_NO_EXCEPTIONS
// Boost asks for these where exceptions are off. The push parser reports by error code; only running out of memory ends here.
namespace boost {
void throw_exception(const std::exception&) { std::abort(); }
void throw_exception(const std::exception&, const source_location&) { std::abort(); }
}  // namespace boost
#endif
