package io.millrace.core.state;

/**
 * Name of a state store. Renaming one is a data migration.
 *
 * @param name lower-case words joined by dashes, system first
 */
public record StoreName(String name) {

    public StoreName {
        if (!name.matches("[a-z]+(-[a-z0-9]+)+")) {
            throw new IllegalArgumentException(
                    "store name must be lower-case words joined by dashes, was '" + name + "'");
        }
    }

    public static StoreName of(String name) {
        return new StoreName(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
