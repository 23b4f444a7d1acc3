package io.millrace.events.topic;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The topics of one installation, by name. */
public final class Catalogue {

    private final Map<String, Topic<?>> byName = new LinkedHashMap<>();

    /** @throws IllegalArgumentException when two topics share a name */
    public Catalogue(Collection<? extends Topic<?>> topics) {
        for (var topic : topics) {
            if (byName.putIfAbsent(topic.name(), topic) != null) {
                throw new IllegalArgumentException("topic " + topic.name() + " is in the catalogue twice");
            }
        }
    }

    public List<Topic<?>> topics() {
        return List.copyOf(byName.values());
    }

    public Optional<Topic<?>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
