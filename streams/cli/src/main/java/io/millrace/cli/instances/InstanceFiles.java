package io.millrace.cli.instances;

import io.millrace.cli.CommandFailure;
import io.millrace.cli.ExitCode;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the process that runs the platform and commands that change it tell each other, in its data directory: how many
 * instances there should be, and which of those beside the first are ready. Who reads sees all of a file or nothing.
 */
public final class InstanceFiles {

    private static final String WANTED = "wanted";
    private static final Pattern ENTRY = Pattern.compile("([0-9]{1,4})=([0-9]{1,18}) (http://[a-zA-Z0-9.:\\[\\]-]+)");

    private final Path wanted;
    private final Path ready;

    public InstanceFiles(Path dataDir) {
        this.wanted = dataDir.resolve("run/instances-wanted.properties");
        this.ready = dataDir.resolve("run/instances-ready.properties");
    }

    /** Says how many there should be. */
    public void want(int count) {
        write(wanted, Map.of(WANTED, Integer.toString(count)));
    }

    /** How many there should be; one where nothing is said, or nothing that makes sense. */
    int wanted() {
        try {
            int count = Integer.parseInt(read(wanted).getProperty(WANTED, "1"));
            return Math.max(1, Math.min(count, Fleet.MOST));
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    /**
     * An instance that is ready.
     *
     * @param process its id
     * @param url where it listens
     */
    public record Instance(long process, URI url) {}

    void ready(SortedMap<Integer, Instance> instances) {
        var values = new TreeMap<String, String>();
        instances.forEach(
                (number, instance) -> values.put(Integer.toString(number), instance.process() + " " + instance.url()));
        write(ready, values);
    }

    /** Those that are ready, by number; the first, which runs with the platform itself, is not among them. */
    public SortedMap<Integer, Instance> ready() {
        var instances = new TreeMap<Integer, Instance>();
        var found = read(ready);
        for (var number : found.stringPropertyNames()) {
            var words = ENTRY.matcher(number + "=" + found.getProperty(number));
            if (words.matches()) {
                var instance = new Instance(Long.parseLong(words.group(2)), URI.create(words.group(3)));
                instances.put(Integer.parseInt(words.group(1)), instance);
            }
        }
        return instances;
    }

    void forget() {
        for (var file : new Path[] {wanted, ready}) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new CommandFailure(ExitCode.FAILED, "cannot delete " + file + ": delete it", e);
            }
        }
    }

    /** Empty where there is none, or none that can be read. */
    private static Properties read(Path file) {
        var properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file)));
        } catch (IOException | IllegalArgumentException e) {
            properties.clear();
        }
        return properties;
    }

    private static void write(Path file, Map<String, String> values) {
        var properties = new Properties();
        properties.putAll(values);
        var unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.createDirectories(file.getParent());
            try (var writer = Files.newBufferedWriter(unfinished)) {
                properties.store(writer, null);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "cannot write " + file + ": make the data directory writable", e);
        }
    }
}
