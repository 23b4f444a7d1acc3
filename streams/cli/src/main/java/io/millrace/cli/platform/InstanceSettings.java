package io.millrace.cli.platform;

import io.millrace.cli.instances.Fleet;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.settings.RawSettings;
import io.millrace.local.Ports;
import io.millrace.server.ServerSettings;
import io.millrace.server.peer.PeerSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings of further instances: those of the first, but for what no two may share. Ports follow that of the first, where it
 * was chosen and they are free.
 *
 * @param first with broker and registry
 */
record InstanceSettings(RawSettings first) implements Fleet.Settings {

    @Override
    public Map<String, String> of(int number, Path directory) {
        var server = ServerSettings.of(first);
        int next = server.port() + number;
        int port = server.port() == 0 || !Ports.isFree(next) ? Ports.free() : next;
        var settings = new TreeMap<>(first.values());
        settings.put(ServerSettings.INSTANCE, Integer.toString(server.instance() + number));
        settings.put(ServerSettings.HOST, server.urlHost());
        settings.put(ServerSettings.PORT, Integer.toString(port));
        settings.put(PeerSettings.PORT, "0");
        settings.put(CoreSettings.STATE_DIR, directory.resolve("streams").toString());
        return settings;
    }
}
