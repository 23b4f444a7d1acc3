package io.millrace.cli.platform;

/**
 * A pool and what serves it.
 *
 * @param name names its topic {@code tokens.work.<name>}
 * @param kind whether it is a streamed engine or a one-shot service
 * @param provider name of the engine or service
 * @param lanes partitions of its topic
 */
record Pool(String name, Kind kind, String provider, int lanes) {

    enum Kind {
        ENGINE,
        SERVICE
    }
}
