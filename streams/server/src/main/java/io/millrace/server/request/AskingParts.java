package io.millrace.server.request;

import io.millrace.server.http.OpenResponses;
import io.millrace.server.load.Overload;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What routes need that ask pipelines and stream what comes back.
 *
 * @param contents of results that are too large for an event
 * @param overload refuses what would begin too late
 * @param bufferBytes most bytes that wait for one slow client
 */
public record AskingParts(
        Asking asking,
        Deadlines deadlines,
        OpenResponses responses,
        ScheduledExecutorService timer,
        ResultContents contents,
        Overload overload,
        int bufferBytes) {}
