package io.millrace.events.topic;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The topics of one installation, by name. Never changes, so any thread may use it. */
public final class Catalogue {

    private final Map<String, Topic<?>> byName = new LinkedHashMap<>();
    private final Set<String> names;

    /** @throws IllegalArgumentException when two topics share a name */
    public Catalogue(Collection<? extends Topic<?>> topics) {
        this(topics, List.of());
    }

    /**
     * Topics, and those for the records of them that are set aside.
     *
     * @param setAside names of topics for records that cannot be read or make no sense; they have no type of their own
     * @throws IllegalArgumentException when two topics share a name
     */
    public Catalogue(Collection<? extends Topic<?>> topics, Collection<String> setAside) {
        for (var topic : topics) {
            if (byName.putIfAbsent(topic.name(), topic) != null) {
                throw new IllegalArgumentException("topic " + topic.name() + " is in the catalogue twice");
            }
        }
        var all = new HashSet<>(byName.keySet());
        all.addAll(setAside);
        this.names = Set.copyOf(all);
    }

    public List<Topic<?>> topics() {
        return List.copyOf(byName.values());
    }

    /** Of all topics that must exist, those for what is set aside included. */
    public Set<String> names() {
        return names;
    }

    public Optional<Topic<?>> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }
}
