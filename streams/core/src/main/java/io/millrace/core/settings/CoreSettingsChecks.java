package io.millrace.core.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;

/** What single settings cannot say: conditions between them, and a state directory that would be lost. */
final class CoreSettingsChecks {

    private CoreSettingsChecks() {}

    static List<String> errors(AbstractConfig config) {
        var errors = new ArrayList<String>();
        if (config.getLong(CoreSettings.OUTAGE_RETRY) * 2 > config.getLong(CoreSettings.MAX_POLL_INTERVAL)) {
            errors.add(CoreSettings.OUTAGE_RETRY + " must be at most half of " + CoreSettings.MAX_POLL_INTERVAL
                    + ", else tasks move while their thread waits");
        }
        if (config.getLong(CoreSettings.OUTAGE_PAUSE) > config.getLong(CoreSettings.OUTAGE_PAUSE_MAX)) {
            errors.add(CoreSettings.OUTAGE_PAUSE + " must be at most " + CoreSettings.OUTAGE_PAUSE_MAX);
        }
        if (config.getLong(CoreSettings.ROCKSDB_WRITE_BUFFER) > config.getLong(CoreSettings.ROCKSDB_CACHE)) {
            errors.add(CoreSettings.ROCKSDB_WRITE_BUFFER + " is a share of " + CoreSettings.ROCKSDB_CACHE
                    + " and must not be larger");
        }
        var stateDir = config.getString(CoreSettings.STATE_DIR);
        if (isTemporary(stateDir) && !config.getBoolean(CoreSettings.STATE_DIR_TMP_ALLOWED)) {
            errors.add(CoreSettings.STATE_DIR + " must not be a temporary directory, was " + stateDir
                    + "; choose one that survives a restart, or set " + CoreSettings.STATE_DIR_TMP_ALLOWED
                    + "=true for a test");
        }
        return errors;
    }

    private static boolean isTemporary(String directory) {
        var path = Path.of(directory).toAbsolutePath().normalize();
        return path.startsWith("/tmp")
                || path.startsWith("/var/tmp")
                || path.startsWith(Path.of(System.getProperty("java.io.tmpdir"))
                        .toAbsolutePath()
                        .normalize());
    }
}
