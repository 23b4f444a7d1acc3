package io.millrace.events.serde;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Every version that the schema of values in stores has had, from the class path: what is on disk may be of any of them. */
public final class StateHistory {

    private static final String ROOT = "/io/millrace/events/history/";

    private StateHistory() {}

    /** Such as {@code tokens.ItemState-state}: the last part of the namespace, then the name. */
    public static String name(Schema schema) {
        var namespace = schema.getNamespace();
        return namespace.substring(namespace.lastIndexOf('.') + 1) + "." + schema.getName() + "-state";
    }

    /** Oldest first; none for a type that no store holds. */
    static List<Schema> versions(Schema today) {
        var versions = new ArrayList<Schema>();
        for (var version = read(today, 1); version != null; version = read(today, versions.size() + 1)) {
            versions.add(version);
        }
        return versions;
    }

    private static @Nullable Schema read(Schema today, int number) {
        try (InputStream text = StateHistory.class.getResourceAsStream(ROOT + name(today) + "/v" + number + ".avsc")) {
            return text == null ? null : new Schema.Parser().parse(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
