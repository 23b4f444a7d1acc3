package io.millrace.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine in words, for reports. */
public final class Machine {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** Such as "2 cores (Intel Xeon), 24 GB, Linux amd64, Java 17.0.15, heap 768 MiB". */
    public static String inWords() {
        var runtime = Runtime.getRuntime();
        return "%d cores (%s), %d GB, %s %s, Java %s, heap %d MiB"
                .formatted(
                        runtime.availableProcessors(),
                        processor(),
                        memoryBytes() / 1_000_000_000,
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.version"),
                        runtime.maxMemory() >> 20);
    }

    /** Load average of the machine over the last minute; negative where there is none. */
    public static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static long memoryBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    private static String processor() {
        if (Files.isReadable(CPU_INFO)) {
            try (var lines = Files.lines(CPU_INFO)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .findFirst()
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .orElse("processor unknown");
            } catch (IOException e) {
                return "processor unknown";
            }
        }
        return "processor unknown";
    }
}
