package io.millrace.queries.store;

import io.millrace.queries.Problem;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stores of an installation as far as they are on this instance, by name. */
public final class Stores {

    private final Map<String, StoreDescription> descriptions = new LinkedHashMap<>();
    private final Map<String, LocalStore> here = new LinkedHashMap<>();
    private final Map<String, LocalApplication> applications = new LinkedHashMap<>();

    /**
     * @param descriptions of all stores
     * @param applications those that run here; the stores of others answer NOT_READY
     * @param servedBy name of this instance in answers
     */
    public Stores(
            Collection<StoreDescription> descriptions,
            Collection<LocalApplication> applications,
            Patience patience,
            String servedBy) {
        applications.forEach(application -> this.applications.put(application.id(), application));
        for (var store : descriptions) {
            var name = store.name().name();
            if (this.descriptions.put(name, store) != null) {
                throw new IllegalArgumentException("store " + store.name() + " is described twice");
            }
            application(store)
                    .ifPresent(application -> here.put(
                            name,
                            switch (store.kind()) {
                                case KEY_VALUE -> new PartitionedStore(store, application, patience, servedBy);
                                case GLOBAL -> new GlobalStore(store, application, patience, servedBy);
                            }));
        }
    }

    public List<StoreDescription> descriptions() {
        return List.copyOf(descriptions.values());
    }

    /** Those that run here. */
    public Collection<LocalApplication> applications() {
        return applications.values();
    }

    /** The application that keeps a store, if it runs here. */
    public Optional<LocalApplication> application(StoreDescription store) {
        return Optional.ofNullable(applications.get(store.application()));
    }

    /**
     * The copies that are here.
     *
     * @throws io.millrace.queries.ProblemException UNKNOWN_STORE, NOT_READY
     */
    public LocalStore find(String name) {
        var store = descriptions.get(name);
        if (store == null) {
            throw Problem.UNKNOWN_STORE.because("no store is called '" + name + "'; GET /api/v1/stores lists them");
        }
        var found = here.get(name);
        if (found == null) {
            throw Problem.NOT_READY.because("application " + store.application() + " does not run here");
        }
        return found;
    }
}
