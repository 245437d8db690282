// The reading helpers of the slow decoder: what a tree says where an object or a scalar is expected, and what is left of it.
//
// Written from the contract and from nothing else; shares no code with core/.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

namespace twinline::test::slow {

using Json = nlohmann::json;
using Tree = nlohmann::ordered_json;
using Names = std::set<std::string>;

inline const std::vector<std::string> media_types = {"image", "video", "audio", "document", "sticker"};

inline Json plain(const Tree& tree) { return Json(tree); }

// Scalars.
std::string text_of(const Tree& value);
inline bool is_scalar(const Tree& value) { return value.is_string() || value.is_number() || value.is_boolean(); }
// A member whose value is a scalar; of several objects the last that has one.
struct Found {
  bool there = false;
  std::string text;
};
Found scalar(const Tree& objects, const std::string& name);
inline std::string text(const Tree& objects, const std::string& name) { return scalar(objects, name).text; }
std::string digits(const std::string& text);
inline std::string phone(const Tree& objects, const std::string& name) { return digits(text(objects, name)); }
std::string lower(std::string text);
bool integer(const std::string& text, long long& value);
long long seconds(const std::string& text);
bool same_number(const std::string& a, const std::string& b);

// Objects.
inline const Tree nothing;
const Tree& inner(const Tree& object, const std::string& name);
// Calls with every object that stands where one or several may stand.
void each(const Tree& value, const std::string& path, const std::function<void(const Tree&, const std::string&)>& call);
bool has_object(const Tree& value);
// The object, or the last of several.
const Tree& last(const Tree& objects);
// What an edit says, or the last of several.
const Tree& edited_content(const Tree& edits);

// Members that are not among the known ones, or are a scalar where an object is known.
Json others(const Tree& object, const Names& slots, const Names& objects);
// The same of an object inside, or of several: kept under the name of the member that holds it.
void add_others(Json& rest, const Tree& object, const std::string& name, const Names& slots, const Names& objects);
void add_others_of_content(Json& rest, const Tree& object);
// Of media objects of several types the one that counts: the declared one, else the first in the order of `media_types`.
std::string medium_of(const Tree& object);

}  // namespace twinline::test::slow
