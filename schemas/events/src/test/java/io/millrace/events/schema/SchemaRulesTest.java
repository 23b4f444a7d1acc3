package io.millrace.events.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Type;
import org.junit.jupiter.api.Test;

/** What every schema file must keep so that it can evolve under FULL_TRANSITIVE. */
class SchemaRulesTest {

    @Test
    void shouldDocumentEveryTypeAndField() {
        assertThat(named().values()).allSatisfy(schema -> {
            assertThat(schema.getDoc()).as("doc of %s", schema.getFullName()).isNotBlank();
            if (schema.getType() == Type.RECORD) {
                assertThat(schema.getFields())
                        .allSatisfy(field -> assertThat(field.doc())
                                .as("doc of %s.%s", schema.getFullName(), field.name())
                                .isNotBlank());
            }
        });
    }

    @Test
    void shouldGiveEveryEnumADefaultSymbol() {
        assertThat(named().values())
                .filteredOn(schema -> schema.getType() == Type.ENUM)
                .isNotEmpty()
                .allSatisfy(schema -> assertThat(schema.getEnumDefault())
                        .as(schema.getFullName())
                        .isNotNull());
    }

    @Test
    void shouldUseUnionsForOptionalFieldsOnly() {
        assertThat(fields())
                .filteredOn(field -> field.schema().getType() == Type.UNION)
                .isNotEmpty()
                .allSatisfy(field -> {
                    var branches = field.schema().getTypes();
                    assertThat(branches).as(field.name()).hasSize(2);
                    assertThat(branches.get(0).getType()).as(field.name()).isEqualTo(Type.NULL);
                    assertThat(field.hasDefaultValue())
                            .as("default of %s", field.name())
                            .isTrue();
                });
    }

    @Test
    void shouldHoldOneTypeInEachFile() throws IOException {
        try (var files = Files.walk(Path.of("src/main/avro"))) {
            var stems = files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString().replace(".avsc", ""))
                    .toList();

            assertThat(stems)
                    .containsExactlyInAnyOrderElementsOf(
                            named().values().stream().map(Schema::getName).toList());
        }
    }

    private static List<Schema.Field> fields() {
        var fields = new ArrayList<Schema.Field>();
        named().values().stream()
                .filter(schema -> schema.getType() == Type.RECORD)
                .forEach(schema -> fields.addAll(schema.getFields()));
        return fields;
    }

    private static Map<String, Schema> named() {
        var found = new LinkedHashMap<String, Schema>();
        Subject.all().forEach(subject -> collect(subject.schema(), found));
        return found;
    }

    private static void collect(Schema schema, Map<String, Schema> found) {
        switch (schema.getType()) {
            case ARRAY -> collect(schema.getElementType(), found);
            case MAP -> collect(schema.getValueType(), found);
            case UNION -> schema.getTypes().forEach(branch -> collect(branch, found));
            case ENUM -> found.put(schema.getFullName(), schema);
            case RECORD -> {
                if (found.put(schema.getFullName(), schema) == null) {
                    schema.getFields().forEach(field -> collect(field.schema(), found));
                }
            }
            default -> {}
        }
    }
}
