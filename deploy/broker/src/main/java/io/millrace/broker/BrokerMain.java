package io.millrace.broker;

import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** Entry of the broker's process: formats the storage at the first start, then runs {@code kafka.Kafka}. */
final class BrokerMain {

    private BrokerMain() {}

    /** Arguments: path of {@code server.properties}, path of the log directory, cluster id. */
    public static void main(String[] arguments) {
        var properties = arguments[0];
        var formatted = Path.of(arguments[1]).resolve("meta.properties");
        if (!Files.exists(formatted)) {
            var status = StorageTool.execute(
                    new String[] {
                        "format",
                        "--standalone",
                        "--ignore-formatted",
                        "--cluster-id",
                        arguments[2],
                        "--config",
                        properties
                    },
                    System.out);
            if (status != 0) {
                System.exit(status);
            }
        }
        Kafka.main(new String[] {properties});
    }
}
