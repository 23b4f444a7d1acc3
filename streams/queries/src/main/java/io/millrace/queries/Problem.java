package io.millrace.queries;

import java.util.Locale;

/**
 * Every reason for which a request over HTTP is refused or fails: its status, its title and whether the same request
 * may succeed later. The only place where a reason meets a status.
 */
public enum Problem {
    INVALID_BODY(400, "The body is not valid JSON", false),
    INVALID_EVENT(400, "The event does not fit its topic", false),
    INVALID_PARAMETER(400, "A parameter is not valid", false),
    INVALID_CURSOR(400, "The cursor is not valid for this query", false),
    INVALID_PLAN(400, "The pipeline is not valid", false),
    INVALID_REQUEST(400, "The request is not valid", false),
    UNAUTHENTICATED(401, "A valid bearer token is needed", false),
    FORBIDDEN(403, "This is not allowed", false),
    NOT_FOUND(404, "There is nothing at this address", false),
    UNKNOWN_TOPIC(404, "There is no such topic", false),
    UNKNOWN_STORE(404, "There is no such store", false),
    UNKNOWN_KEY(404, "The store does not hold this key", false),
    UNKNOWN_PIPELINE(404, "There is no such pipeline", false),
    UNKNOWN_REQUEST(404, "There is no such request", false),
    METHOD_NOT_ALLOWED(405, "This address does not take this method", false),
    BODY_TOO_LARGE(413, "The body or the event is too large", false),
    UNSUPPORTED_MEDIA_TYPE(415, "This media type is not taken here", false),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key was used for another event", false),
    PIPELINE_REFUSED(422, "The pipeline cannot answer this request", false),
    TOO_MANY_REQUESTS(429, "Too many requests at once", true),
    RATE_LIMITED(429, "The caller asks too often", true),
    INTERNAL(500, "Something is broken here", false),
    PIPELINE_FAILED(502, "The pipeline failed", true),
    NOT_READY(503, "A part of the platform is not ready", true),
    DOCUMENT_UNREADABLE(503, "The content of the answer cannot be read", true),
    STORE_MOVING(503, "The store moves or is being restored", true),
    TOO_STALE(503, "No copy of the store is fresh enough", true),
    PEER_UNREACHABLE(503, "The instance that holds this cannot be reached", true),
    STOPPING(503, "The server is stopping", true),
    KAFKA_UNAVAILABLE(503, "The broker or the schema registry cannot be reached", true),
    TIMEOUT(504, "The answer took too long", true);

    private final int status;
    private final String title;
    private final boolean retryable;

    Problem(int status, String title, boolean retryable) {
        this.status = status;
        this.title = title;
        this.retryable = retryable;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** Whether the same request may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** Relative URI of the problem type (RFC 9457), such as {@code /problems/unknown-store}. */
    public String type() {
        return "/problems/" + code().replace('_', '-');
    }

    /** The reason in lower case, such as {@code unknown_store}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** This problem with one sentence about the case at hand. */
    public ProblemException because(String detail) {
        return new ProblemException(this, detail);
    }
}
