package io.millrace.tokens.model;

import io.millrace.events.tokens.Paths;
import java.util.HexFormat;

/** Keys of the entries of a request: {@code requestId|path|stage}, so that a prefix is all below a path. */
public final class Keys {

    private Keys() {}

    /** Prefix of all entries of a request. */
    public static String request(String requestId) {
        return requestId + '|';
    }

    public static String item(String requestId, ItemPath path, String stage) {
        return requestId + '|' + path.text() + '|' + stage;
    }

    /** The path in the key of an item or a scope. */
    public static ItemPath path(String key) {
        return ItemPath.of(Paths.parse(key.substring(key.indexOf('|') + 1, key.lastIndexOf('|'))));
    }

    /** The stage in the key of an item or a scope. */
    public static String stage(String key) {
        return key.substring(key.lastIndexOf('|') + 1);
    }

    /** Prefix of all items that descend from the children of a split at {@code path}. */
    public static String below(String requestId, ItemPath path, int splitId) {
        return requestId + '|' + path.text() + splitId + '.';
    }

    /** Prefix of all fragments of a stage at a path, whatever the run. */
    public static String fragments(String requestId, ItemPath path, String stage) {
        return item(requestId, path, stage) + '|';
    }

    /** Prefix of the fragments of one run. */
    public static String fragments(String requestId, ItemPath path, String stage, long run) {
        return fragments(requestId, path, stage) + hex(run) + '|';
    }

    public static String fragment(String requestId, ItemPath path, String stage, long run, long seq) {
        return fragmentOf(item(requestId, path, stage), run, seq);
    }

    /** The same by the key of its item. */
    public static String fragmentOf(String item, long run, long seq) {
        return item + '|' + hex(run) + '|' + hex(seq);
    }

    /** Prefix of the elements of a request that came before it; no path begins so. */
    public static String orphans(String requestId) {
        return requestId + "|?";
    }

    public static String orphan(String requestId, long number) {
        return orphans(requestId) + hex(number);
    }

    /** What was billed of a run whose call is no more; no path begins so. */
    public static String forgotten(String requestId, long run) {
        return requestId + "|!" + hex(run);
    }

    /** Prefix of the fragments of a request: of all that has a path. */
    public static String allFragments(String requestId) {
        return requestId + "|/";
    }

    /** Keys of wake-ups sort by time. */
    public static String wakeup(long at, String requestId) {
        return hex(at) + '|' + requestId;
    }

    /** First key that is due after {@code now}. */
    public static String wakeupsAfter(long now) {
        return hex(now + 1);
    }

    private static String hex(long number) {
        return HexFormat.of().toHexDigits(number);
    }
}
