package io.millrace.server.store;

import io.millrace.queries.store.PageLimit;
import io.millrace.queries.store.Provenance;
import io.millrace.queries.store.ReadOptions;
import io.millrace.queries.store.StoreDescription;
import io.millrace.server.api.Parameter;
import io.millrace.server.api.Shape;
import java.util.List;

/** Shapes of what is said about stores, and the parameters of reads. */
final class StoreShapes {

    private static final int LONGEST_POSITIONS = 65_536;

    private StoreShapes() {}

    static Shape description() {
        return Shape.object()
                .member("name", Shape.text())
                .member("application", Shape.text())
                .member("kind", Shape.oneOf(StoreDescription.Kind.values()))
                .member("key", Shape.text().described("type of the keys"))
                .member("value", Shape.text().described("full name of the Avro type of the values"))
                .member("bound", Shape.text().described("what limits the size of the store"))
                .member("fedBy", Shape.list(Shape.text()).described("topics whose positions the store knows"));
    }

    static Shape provenance() {
        return Shape.object()
                .member("partition", Shape.integer().atLeast(-1).described("-1 where every instance holds all"))
                .member("servedBy", Shape.text())
                .member("role", Shape.oneOf(Provenance.Role.values()))
                .member("lag", Shape.count().orNull().described("records; null where it is not known"))
                .member("position", Shape.map(Shape.count()).described("last offset applied, by topic-partition"))
                .member("isolation", Shape.oneOf(Provenance.Isolation.values()));
    }

    static Shape answer(Shape value) {
        return Shape.object()
                .member("store", Shape.text())
                .member("key", Shape.text())
                .member("value", value)
                .members(provenance());
    }

    static Shape page(Shape value) {
        var item = Shape.object()
                .member("key", Shape.text())
                .member("value", value)
                .members(provenance());
        return Shape.object()
                .member("store", Shape.text())
                .member("items", Shape.list(item))
                .member("cursor", Shape.text().orNull().described("asks for the next page; null on the last"))
                .member("partial", Shape.flag())
                .member("missing", Shape.list(Shape.count()).described("partitions that are left out"));
    }

    static Shape instance() {
        return Shape.object()
                .member("application", Shape.text())
                .member("address", Shape.text())
                .member("self", Shape.flag())
                .member("active", Shape.list(Shape.text()))
                .member("standby", Shape.list(Shape.text()));
    }

    /** How fresh an answer has to be. */
    static List<Parameter> freshness() {
        return List.of(
                Parameter.query(
                        ReadOptions.CONSISTENCY,
                        Shape.oneOf(ReadOptions.Consistency.values()).otherwise("strong"),
                        "Which copies may answer."),
                Parameter.query(
                        ReadOptions.MAX_LAG,
                        Shape.count(),
                        "With consistency=bounded: the most records that a copy may be behind."),
                Parameter.query(
                        ReadOptions.MIN_POSITION,
                        Shape.text().upTo(LONGEST_POSITIONS),
                        "topic/partition/offset that the answer must have seen, as publishing returns it; several with"
                                + " commas."),
                Parameter.query(
                        ReadOptions.ISOLATION,
                        Shape.oneOf(Provenance.Isolation.values()).otherwise("uncommitted"),
                        "committed waits until what is read is committed."));
    }

    static List<Parameter> range() {
        return List.of(
                Parameter.query(
                        "limit",
                        Shape.count().atLeast(1).atMost(PageLimit.MOST).otherwise(PageLimit.DEFAULT),
                        "Most entries of a page."),
                Parameter.query("from", key(), "Lowest key, inclusive."),
                Parameter.query("to", key(), "Highest key, inclusive."),
                Parameter.query("prefix", key(), "What each key begins with."),
                Parameter.query("cursor", Shape.text(), "Of the page before; the other parameters stay as they were."),
                Parameter.query(
                        "partial", Shape.oneOf("true", "false"), "Leaves out partitions that nobody can read now."));
    }

    private static Shape key() {
        return Shape.text().upTo(StoreRoutes.LONGEST_KEY);
    }
}
