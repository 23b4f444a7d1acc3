package io.millrace.engines.index;

import java.util.List;

/**
 * What a run of {@link Indexer} did.
 *
 * @param added files that were new
 * @param changed files whose content was new
 * @param unchanged files that were left as they were
 * @param removed files that are gone or can no longer be read
 * @param unreadable files left out, with the reason
 * @param index as it is now
 */
public record IndexReport(
        int added, int changed, int unchanged, int removed, List<Unreadable> unreadable, IndexDescription index) {

    /**
     * A file that was left out.
     *
     * @param file path below the documents directory
     * @param reason worded to follow the file and a colon
     */
    public record Unreadable(String file, String reason) {}

    public IndexReport {
        unreadable = List.copyOf(unreadable);
    }
}
