/* SPDX-License-Identifier: MIT
 *
 * In: numbers, tables. Out: how a xapian database keeps them, and whether it
 * still does. Invariant: what is written here is read back the same. */
#include "engine/xapian_schema.h"

#include <cerrno>
#include <cstdlib>
#include <sstream>

#include <sys/stat.h>
#include <unistd.h>

namespace pilcrow
{

std::string value_bytes(uint64_t value)
{
    std::string digits;
    for (; value != 0; value >>= 8)
        digits.insert(digits.begin(), static_cast<char>(value & 0xFF));
    return std::string(1, static_cast<char>(digits.size())) + digits;
}

bool value_number(uint64_t *out, const std::string &bytes)
{
    *out = 0;
    if (bytes.empty() || bytes.size() > 1 + sizeof *out ||
        bytes.size() != 1 + static_cast<size_t>(bytes[0]))
        return false;
    for (size_t i = 1; i < bytes.size(); i++)
        *out = *out << 8 | static_cast<unsigned char>(bytes[i]);
    return true;
}

uint64_t read_generation(const Xapian::Database &db)
{
    return std::strtoull(db.get_metadata(key_generation).c_str(), nullptr, 10);
}

namespace
{

/* A file's size; -1 if it is not there, or cannot be looked at: `*code`, where
 * that is given, is then the reason. */
long long file_bytes(const std::string &path, int *code = nullptr)
{
    struct stat info;
    const bool there = stat(path.c_str(), &info) == 0;
    if (code != nullptr)
        *code = there ? 0 : errno;
    return there && S_ISREG(info.st_mode) ? info.st_size : -1;
}

std::string table_path(const std::string &data, const std::string &name)
{
    return data + "/" + name + ".glass";
}

long long table_bytes(const std::string &data, const std::string &name)
{
    return file_bytes(table_path(data, name));
}

/* A file that the index needs. One that must not be read is no damage. */
void require_file(const std::string &path, long long least, pilcrow_error *err)
{
    int code = 0;
    const long long bytes = file_bytes(path, &code);
    if (bytes >= least && access(path.c_str(), R_OK) == 0)
        return;
    if (bytes >= least)
        code = errno;
    if (code != 0 && code != ENOENT && code != ENOTDIR)
        throw failed{error_system(err, code, "read", path.c_str())};
    throw failed{error_set(err, PILCROW_CORRUPT,
                           "the index is damaged: '%s' is %s; rebuild it with "
                           "--full",
                           path.c_str(), bytes < 0 ? "missing" : "cut short")};
}

void require_table(const std::string &data, const std::string &name,
                   long long least, pilcrow_error *err)
{
    require_file(table_path(data, name), least, err);
}

/* What no database is without; looked at before xapian sees it. */
void require_base_tables(const std::string &data, pilcrow_error *err)
{
    require_file(data + "/iamglass", 1, err);
    require_table(data, "postlist", 1, err);
    require_table(data, "termlist", 0, err);
}

/* What this database in particular must have. */
void require_own_tables(const std::string &data, const Xapian::Database &db,
                        pilcrow_error *err)
{
    std::istringstream tables(db.get_metadata(key_tables));
    std::string name;
    long long least;
    while (tables >> name >> least)
        require_table(data, name, least, err);
}

/* Of a database that does not open: a table that is there and empty. */
void require_filled_tables(const std::string &data, pilcrow_error *err)
{
    for (const char *name : {"postlist", "termlist", "docdata", "position"})
        if (table_bytes(data, name) == 0)
            require_table(data, name, 1, err);
}

} // namespace

Xapian::Database open_tables(const std::string &data, pilcrow_error *err)
{
    require_base_tables(data, err);
    try {
        Xapian::Database db(data, Xapian::DB_BACKEND_GLASS);
        require_own_tables(data, db, err);
        return db;
    } catch (const Xapian::DatabaseModifiedError &) {
        throw;
    } catch (const Xapian::DatabaseError &) {
        require_filled_tables(data, err);
        throw;
    }
}

/* The file that names a commit is made anew for each. */
std::string commit_stamp(const std::string &data)
{
    struct stat info = {};
    const std::string version = data + "/iamglass";
    if (stat(version.c_str(), &info) != 0)
        return std::string();
    std::ostringstream stamp;
    stamp << info.st_ino << ' ' << info.st_size << ' ' << info.st_mtim.tv_sec
          << ' ' << info.st_mtim.tv_nsec;
    return stamp.str();
}

bool has_table(const std::string &data, const char *name)
{
    return table_bytes(data, name) >= 0;
}

std::string describe_tables(const std::string &data, bool records,
                            bool positions)
{
    std::ostringstream tables;
    auto add = [&](const char *name) {
        long long bytes = table_bytes(data, name);
        tables << name << ' ' << (bytes < 0 ? 0 : bytes) << '\n';
    };
    add("postlist");
    add("termlist");
    if (records)
        add("docdata");
    if (positions)
        add("position");
    return tables.str();
}

bool names_table(const std::string &tables, const char *name)
{
    return tables.find(std::string(name) + ' ') != std::string::npos;
}

} // namespace pilcrow
