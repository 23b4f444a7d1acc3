package io.millrace.events.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.serde.StateSerde;
import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With {@code -Dhistory.write=true} what has changed gets a new version first. */
class SchemaHistoryTest {

    @BeforeAll
    static void addTodayWhenAsked() throws IOException {
        if (Boolean.getBoolean("history.write")) {
            History.addToday();
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void shouldKeepTheSchemaOfTodayAsTheLastVersion(Subject subject) throws IOException {
        var versions = History.versions(subject);

        assertThat(versions)
                .as("no version of %s below history: run with -Dhistory.write=true", subject)
                .isNotEmpty();
        assertThat(versions.get(versions.size() - 1).schema().toString(true))
                .as("%s changed: run with -Dhistory.write=true to add a version", subject)
                .isEqualTo(subject.schema().toString(true));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void shouldStayCompatibleBothWaysWithEveryVersion(Subject subject) throws IOException {
        for (var old : History.versions(subject)) {
            assertThat(compatibility(subject.schema(), old.schema()))
                    .as("today reads v%d of %s", old.number(), subject)
                    .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
            assertThat(compatibility(old.schema(), subject.schema()))
                    .as("v%d of %s reads today", old.number(), subject)
                    .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void shouldWriteTheGoldenBytesOfEveryVersion(Subject subject) throws IOException {
        for (var old : History.versions(subject)) {
            assertThat(Samples.bytes(subject, Samples.of(old.schema())))
                    .as("bytes of v%d of %s", old.number(), subject)
                    .isEqualTo(old.golden());
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void shouldReadTheGoldenBytesOfEveryVersionToday(Subject subject) throws IOException {
        for (var old : History.versions(subject)) {
            var read = Samples.read(subject, old.golden(), old.schema(), subject.schema());

            assertSameWhereBothKnow(read, Samples.of(old.schema()));
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void shouldReadTheBytesOfTodayWithEveryVersion(Subject subject) throws IOException {
        var today = Samples.of(subject.schema());
        var bytes = Samples.bytes(subject, today);
        for (var old : History.versions(subject)) {
            var read = Samples.read(subject, bytes, subject.schema(), old.schema());

            assertSameWhereBothKnow(read, today);
        }
    }

    @ParameterizedTest
    @MethodSource("states")
    void shouldReadTheGoldenBytesOfAStateWithItsSerde(Subject subject) throws IOException {
        var versions = History.versions(subject);
        var serde = StateSerde.of(subject.type());
        for (var old : versions) {
            assertThat(serde.deserialize("store", old.golden())).isInstanceOf(subject.type());
        }
    }

    static List<Subject> subjects() {
        return Subject.all();
    }

    static List<Subject> states() {
        return Subject.all().stream().filter(Subject::state).toList();
    }

    private static SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getType();
    }

    private static void assertSameWhereBothKnow(GenericRecord one, GenericRecord other) {
        for (var field : one.getSchema().getFields()) {
            if (other.getSchema().getField(field.name()) != null) {
                assertSame(field.name(), one.get(field.name()), other.get(field.name()));
            }
        }
    }

    private static void assertSame(String name, Object one, Object other) {
        if (one instanceof GenericRecord record) {
            assertSameWhereBothKnow(record, (GenericRecord) other);
        } else if (one instanceof List<?> list) {
            var others = (List<?>) other;
            assertThat(list).as(name).hasSameSizeAs(others);
            for (var i = 0; i < list.size(); i++) {
                assertSame(name, list.get(i), others.get(i));
            }
        } else if (one instanceof GenericData.EnumSymbol symbol
                && !symbol.getSchema().hasEnumSymbol(other.toString())) {
            assertThat(symbol).as(name).hasToString(symbol.getSchema().getEnumDefault());
        } else {
            assertThat(String.valueOf(one)).as(name).isEqualTo(String.valueOf(other));
        }
    }
}
