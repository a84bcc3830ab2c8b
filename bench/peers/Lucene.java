// SPDX-License-Identifier: MIT
//
//     Lucene index PARAGRAPHS.tsv INDEX
//     Lucene serve INDEX QUERIES.tsv
//     Lucene once INDEX KIND WORDS
//
// Lucene as its own demo uses it: IndexWriter, the classic QueryParser, BM25 as
// it comes; but no stop words, as no other engine here has any. The orders of
// `serve` are those of serve.h. $BENCH_STEMMER is the stemmer's language,
// english if unset.
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.queryparser.classic.ParseException;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

public final class Lucene {
    private static final class Asked {
        final String kind;
        final String text;

        Asked(String kind, String words) {
            this.kind = kind;
            this.text = write(kind, words);
        }
    }

    private final IndexSearcher searcher;
    private final Analyzer analyzer = analyzer();

    private Lucene(Directory directory) throws IOException {
        searcher = new IndexSearcher(DirectoryReader.open(directory));
    }

    private static Analyzer analyzer() {
        boolean russian = "russian".equals(System.getenv("BENCH_STEMMER"));
        return russian ? new RussianAnalyzer(CharArraySet.EMPTY_SET)
                       : new EnglishAnalyzer(CharArraySet.EMPTY_SET);
    }

    private static void index(String path, Directory directory)
            throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(analyzer());
        config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
        config.setRAMBufferSizeMB(256);
        try (IndexWriter writer = new IndexWriter(directory, config);
                BufferedReader lines = Files.newBufferedReader(
                        Paths.get(path), StandardCharsets.UTF_8)) {
            for (String line; (line = lines.readLine()) != null;) {
                int tab = line.indexOf('\t');
                if (tab < 0) {
                    continue;
                }
                Document document = new Document();
                document.add(new BinaryDocValuesField(
                        "id", new BytesRef(line.substring(0, tab))));
                document.add(new TextField("text", line.substring(tab + 1),
                                           Field.Store.YES));
                writer.addDocument(document);
            }
            writer.commit();
        }
    }

    private static String write(String kind, String words) {
        switch (kind) {
        case "and":
            return "+" + words.replace(" ", " +");
        case "phrase":
            return "\"" + words + "\"";
        case "prefix":
            return words + "*";
        default:
            return words;
        }
    }

    /* Prefixes are scored, as the other engines score them. */
    private org.apache.lucene.search.Query parse(Asked asked)
            throws ParseException {
        QueryParser parser = new QueryParser("text", analyzer);
        parser.setMultiTermRewriteMethod(
                new MultiTermQuery.TopTermsScoringBooleanQueryRewrite(100));
        return parser.parse(asked.text);
    }

    private List<String> best(Asked asked, int limit)
            throws IOException, ParseException {
        List<String> ids = new ArrayList<>();
        for (ScoreDoc hit : searcher.search(parse(asked), limit).scoreDocs) {
            ids.add(id(hit.doc));
        }
        return ids;
    }

    private String id(int doc) throws IOException {
        List<LeafReaderContext> leaves =
                searcher.getIndexReader().leaves();
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(doc, leaves));
        BinaryDocValues ids = leaf.reader().getBinaryDocValues("id");
        ids.advanceExact(doc - leaf.docBase);
        return ids.binaryValue().utf8ToString();
    }

    /* The answer to one order for one query. */
    private String answer(String order, Asked asked, int limit)
            throws IOException, ParseException {
        if (order.equals("count")) {
            return String.valueOf(searcher.count(parse(asked)));
        }
        long start = System.nanoTime();
        List<String> ids = best(asked, limit);
        long took = System.nanoTime() - start;
        if (order.equals("top")) {
            return String.join(",", ids);
        }
        return String.format("%.1f", took / 1000.0);
    }

    private void serve(Path queries) throws IOException, ParseException {
        List<Asked> all = new ArrayList<>();
        for (String line : Files.readAllLines(queries)) {
            int tab = line.indexOf('\t');
            all.add(new Asked(line.substring(0, tab), line.substring(tab + 1)));
        }
        BufferedReader orders = new BufferedReader(
                new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, false, "UTF-8");
        for (String line; (line = orders.readLine()) != null;) {
            String[] words = line.split(" ");
            if (words.length < 2) {
                break;
            }
            int limit = words.length > 2 ? Integer.parseInt(words[2]) : 10;
            List<String> values = new ArrayList<>();
            for (Asked asked : all) {
                if (asked.kind.equals(words[1])) {
                    values.add(answer(words[0], asked, limit));
                }
            }
            out.println(String.join("\t", values));
            out.flush();
        }
    }

    public static void main(String[] arguments) throws Exception {
        String verb = arguments[0];
        boolean index = verb.equals("index");
        Path folder = Paths.get(arguments[index ? 2 : 1]);
        try (Directory directory = FSDirectory.open(folder)) {
            if (index) {
                index(arguments[1], directory);
            } else if (verb.equals("serve")) {
                new Lucene(directory).serve(Paths.get(arguments[2]));
            } else {
                System.out.println(String.join(",", new Lucene(directory)
                        .best(new Asked(arguments[2], arguments[3]), 10)));
            }
        }
    }
}
