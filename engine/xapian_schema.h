/* SPDX-License-Identifier: MIT
 *
 * How an index lies in a xapian database. Nothing of this shows in engine.h.
 *
 * Terms      one letter for the field, then the term's bytes:
 *            B body, H heading, I id, D document, P path, L language, K kind,
 *            G glossary.
 *            wdf is the frequency, 0 in the fields that only filter, so that
 *            xapian's document length is the paragraph's.
 * Positions  one more than engine.h's: glass writes the positions {0, 1} in so
 *            few bits that it reads them back as {1}.
 * Values     slot 0 ENGINE_DOCUMENT, slot 1 ENGINE_ORDINAL, as value_bytes().
 * Data       the record, as record.h packs it under the docid.
 * Metadata   "u" + key for the caller's; ours are key_generation (decimal),
 *            key_dictionary (deflate's, raw) and key_tables: a line "name
 *            bytes" for each table that must be there, at least so long.
 *
 * Docids rise in the order of adding and are never used again. */
#ifndef PILCROW_ENGINE_XAPIAN_SCHEMA_H
#define PILCROW_ENGINE_XAPIAN_SCHEMA_H

#include <cstdint>
#include <string>

#include <xapian.h>

#include "engine/engine.h"
#include "engine/xapian_guard.h"

namespace pilcrow
{

/* By engine_field. */
inline constexpr char field_letters[] = "BHIDPLKG";
static_assert(sizeof field_letters == ENGINE_FIELD_COUNT + 1);

inline constexpr char key_user[] = "u";
inline constexpr char key_generation[] = "p generation";
inline constexpr char key_dictionary[] = "p dictionary";
inline constexpr char key_tables[] = "p tables";

/* From engine.h's positions to xapian's. */
inline constexpr Xapian::termpos first_position = 1;

inline bool is_scored(engine_field field)
{
    return field == ENGINE_BODY || field == ENGINE_HEADING;
}

inline std::string term_bytes(engine_field field, const char *term, size_t len)
{
    std::string bytes(1, field_letters[field]);
    return bytes.append(term, len);
}

inline std::string user_key(const char *key, size_t len)
{
    return std::string(key_user).append(key, len);
}

/* A number so that byte order is its order, and never empty: how many bytes it
 * takes, then those bytes, high first. */
std::string value_bytes(uint64_t value);
/* False for what value_bytes() does not give. */
bool value_number(uint64_t *out, const std::string &bytes);

/* The generation that a database holds; 0 if it was never committed. */
uint64_t read_generation(const Xapian::Database &db);

/* Open a data folder for reading. Throws CORRUPT, in `err` too, naming the
 * file, if a table is missing or shorter than it was: xapian itself takes a
 * table that is not there for an empty one, and a writer makes it. */
Xapian::Database open_tables(const std::string &data, pilcrow_error *err);

/* Differs after each commit to the data folder. */
std::string commit_stamp(const std::string &data);

/* True if the data folder has the table's file. */
bool has_table(const std::string &data, const char *name);
/* The value of key_tables as the data folder is now. */
std::string describe_tables(const std::string &data, bool records,
                            bool positions);
/* True if key_tables names the table. */
bool names_table(const std::string &tables, const char *name);

} // namespace pilcrow

#endif
