package io.millrace.events.tokens;

import io.millrace.events.avro.tokens.CallUsage;
import io.millrace.events.avro.tokens.Control;
import io.millrace.events.avro.tokens.DocumentChunk;
import io.millrace.events.avro.tokens.Element;
import io.millrace.events.avro.tokens.Load;
import io.millrace.events.avro.tokens.Plan;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.Request;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.TenantLoad;
import io.millrace.events.avro.tokens.Work;
import io.millrace.events.topic.Topic;
import io.millrace.events.topic.Topic.Cleanup;
import io.millrace.events.topic.Topic.Rules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * Topics of the token streams. Those keyed by request share one partition count, so that all that belongs to a request
 * meets in one task.
 */
public final class TokensTopics {

    /** Prefix of the topic of each pool. */
    public static final String WORK_PREFIX = "tokens.work.";

    private static final String REQUEST_ID = "requestId: all of a request meets in one task";
    private static final int REQUEST_PARTITIONS = 4;
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration DAY = Duration.ofDays(1);

    /** Versions of pipelines. A null deletes. */
    public static final Topic<Plan> PLANS = new Topic<>(
            "tokens.plans",
            Plan.class,
            "pipeline|version for each version, pipeline for the current one",
            1,
            Cleanup.COMPACT,
            Duration.ZERO,
            Rules.DEFINITION);

    /** What is asked. */
    public static final Topic<Request> REQUESTS =
            requestTopic("requests", Request.class, Request::getRequestId, WEEK, Rules.PUBLIC);

    /** What workers emit. Never written by the topology, which reads it. */
    public static final Topic<Element> ELEMENTS =
            requestTopic("elements", Element.class, Element::getRequestId, DAY, Rules.DERIVED);

    /** Orders to running requests. */
    public static final Topic<Control> CONTROL =
            requestTopic("control", Control.class, Control::getRequestId, DAY, Rules.PUBLIC);

    /** One result a request; read committed. */
    public static final Topic<Result> RESULTS =
            requestTopic("results", Result.class, Result::getRequestId, WEEK, Rules.DERIVED);

    /** What each call cost; read committed. */
    public static final Topic<CallUsage> USAGE =
            requestTopic("usage", CallUsage.class, CallUsage::getRequestId, WEEK, Rules.DERIVED);

    /** Elements that the topology derives, published for observers. */
    public static final Topic<Element> DERIVED =
            requestTopic("derived", Element.class, Element::getRequestId, DAY, Rules.DERIVED);

    /** Load of each worker. A null deletes. */
    public static final Topic<Load> LOADS = new Topic<>(
            "tokens.loads",
            Load.class,
            "replica: the last report of a worker wins",
            1,
            Cleanup.COMPACT,
            Duration.ZERO,
            Rules.DERIVED);

    /** What each task carries of each tenant that has a quota. A null deletes. */
    public static final Topic<TenantLoad> TENANTS = new Topic<>(
            "tokens.tenants",
            TenantLoad.class,
            "tenant|partition: the last count of a task wins",
            1,
            Cleanup.COMPACT,
            Duration.ZERO,
            Rules.DERIVED);

    /** What clients see, one partition a waiting front door. */
    public static final Topic<Reply> REPLIES = new Topic<>(
            "tokens.replies",
            Reply.class,
            "requestId; the partition is the one the waiting front door owns",
            8,
            Cleanup.DELETE,
            DAY,
            Rules.INTERNAL);

    /** Chunks of payloads over 256 KiB. */
    public static final Topic<DocumentChunk> DOCUMENTS = new Topic<>(
            "tokens.documents", DocumentChunk.class, "documentId|chunk", 8, Cleanup.DELETE, WEEK, Rules.INTERNAL);

    /** Topics that are keyed by request, all with the same number of partitions. */
    public static final List<Topic<?>> BY_REQUEST = List.of(REQUESTS, ELEMENTS, CONTROL, RESULTS, USAGE, DERIVED);

    /** Topics that exist whatever the pools are. */
    public static final List<Topic<?>> FIXED =
            List.of(PLANS, REQUESTS, ELEMENTS, CONTROL, RESULTS, USAGE, DERIVED, LOADS, TENANTS, REPLIES, DOCUMENTS);

    /** Topics whose events the topology checks: what makes no sense goes to {@code <topic>-rejected} with the reason. */
    public static final List<Topic<?>> CHECKED = List.of(REQUESTS, ELEMENTS, CONTROL);

    private TokensTopics() {}

    /**
     * The topic of a pool.
     *
     * @param lanes number of partitions: the most replicas that can serve the pool
     */
    public static Topic<Work> work(String pool, int lanes) {
        return new Topic<>(
                WORK_PREFIX + pool,
                Work.class,
                "requestId; the partition is the lane that the scheduler chose",
                lanes,
                Cleanup.DELETE,
                DAY,
                Rules.INTERNAL);
    }

    /** All topics with these pools (name to number of lanes), with the default numbers of partitions. */
    public static List<Topic<?>> all(Map<String, Integer> pools) {
        var topics = new ArrayList<Topic<?>>(FIXED);
        pools.forEach((pool, lanes) -> topics.add(work(pool, lanes)));
        return List.copyOf(topics);
    }

    private static <V extends SpecificRecord> Topic<V> requestTopic(
            String noun, Class<V> type, Function<V, String> requestId, Duration retention, Rules rules) {
        return new Topic<>(
                "tokens." + noun,
                type,
                REQUEST_ID,
                RequestIds.keyRule(requestId),
                REQUEST_PARTITIONS,
                Cleanup.DELETE,
                retention,
                rules);
    }
}
