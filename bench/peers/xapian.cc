// SPDX-License-Identifier: MIT
//
//     peer_xapian index PARAGRAPHS.tsv INDEX
//     peer_xapian serve INDEX QUERIES.tsv
//     peer_xapian once INDEX KIND WORDS
//
// xapian-core as its own tutorial uses it: TermGenerator, QueryParser, BM25 as
// it comes. $BENCH_STEMMER is the language of the stemmer, english if unset.
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>

#include <xapian.h>

#include "serve.h"

namespace
{

Xapian::Stem stemmer()
{
    const char *name = std::getenv("BENCH_STEMMER");
    return Xapian::Stem(name != nullptr ? name : "english");
}

// As many paragraphs in memory before they are written out as fit into about
// 256 MB, which is what the others may use.
constexpr const char *flush_threshold = "100000";

int index_file(const char *path, const char *folder)
{
    setenv("XAPIAN_FLUSH_THRESHOLD", flush_threshold, 0);
    std::ifstream file(path);
    std::string line;
    Xapian::WritableDatabase db(folder, Xapian::DB_CREATE_OR_OVERWRITE);
    Xapian::TermGenerator terms;
    terms.set_stemmer(stemmer());
    while (std::getline(file, line)) {
        const size_t tab = line.find('\t');
        if (tab == std::string::npos)
            continue;
        Xapian::Document document;
        terms.set_document(document);
        terms.index_text(line.substr(tab + 1));
        document.set_data(line);
        db.add_document(document);
    }
    db.commit();
    return EXIT_SUCCESS;
}

struct searcher {
    Xapian::Database db;
    Xapian::QueryParser parser;
    Xapian::Enquire enquire;

    explicit searcher(const char *folder) : db(folder), enquire(db)
    {
        parser.set_database(db);
        parser.set_stemmer(stemmer());
        parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
        parser.set_max_expansion(100,
                                 Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT);
    }
};

bool ask(void *ctx, request *r)
{
    auto *s = static_cast<searcher *>(ctx);
    try {
        s->enquire.set_query(s->parser.parse_query(
            r->text, Xapian::QueryParser::FLAG_DEFAULT |
                         Xapian::QueryParser::FLAG_WILDCARD));
        const Xapian::MSet found = s->enquire.get_mset(
            0, static_cast<Xapian::doccount>(r->limit),
            r->count ? s->db.get_doccount() : 0);
        r->total = found.get_matches_estimated();
        for (auto at = found.begin(); at != found.end(); ++at) {
            const std::string data = at.get_document().get_data();
            r->found(r, data.data(), std::min(data.find('\t'), data.size()));
        }
        return true;
    } catch (const Xapian::Error &error) {
        std::cerr << r->text << ": " << error.get_description() << "\n";
        return false;
    }
}

char *write_query(const char *kind, const char *words)
{
    std::string text(words);
    if (std::strcmp(kind, "and") == 0)
        for (size_t at = 0; (at = text.find(' ', at)) != std::string::npos;
             at += 5)
            text.replace(at, 1, " AND ");
    if (std::strcmp(kind, "phrase") == 0)
        text = "\"" + text + "\"";
    if (std::strcmp(kind, "prefix") == 0)
        text += "*";
    return strdup(text.c_str());
}

} // namespace

int main(int argc, char **argv)
try {
    const std::string verb = argc > 1 ? argv[1] : "";
    if (argc == 4 && verb == "index")
        return index_file(argv[2], argv[3]);
    if (argc < 4)
        return 2;
    searcher s(argv[2]);
    const peer p = {&s, ask, write_query};
    if (argc == 5 && verb == "once")
        return serve_once(&p, argv[3], argv[4]);
    return verb == "serve" ? serve(&p, argv[3]) : 2;
} catch (const Xapian::Error &error) {
    std::cerr << error.get_description() << "\n";
    return EXIT_FAILURE;
}
