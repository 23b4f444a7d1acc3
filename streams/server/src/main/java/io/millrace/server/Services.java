package io.millrace.server;

import io.javalin.http.Context;
import io.millrace.core.app.Build;
import io.millrace.core.app.GroupOffsets;
import io.millrace.core.app.Health;
import io.millrace.core.documents.DocumentReader;
import io.millrace.core.settings.CoreSettings;
import io.millrace.core.topics.TokensPartitions;
import io.millrace.core.topics.TopicAdmin;
import io.millrace.events.tokens.TokensTopics;
import io.millrace.queries.Problem;
import io.millrace.queries.ProblemException;
import io.millrace.queries.route.HttpPeers;
import io.millrace.queries.route.RoutedStores;
import io.millrace.queries.store.Cursors;
import io.millrace.queries.store.LocalApplication;
import io.millrace.queries.store.Patience;
import io.millrace.queries.store.StoreDescription;
import io.millrace.queries.store.Stores;
import io.millrace.server.api.AvroShapes;
import io.millrace.server.api.Guard;
import io.millrace.server.api.Operation;
import io.millrace.server.api.Shape;
import io.millrace.server.auth.AuthSettings;
import io.millrace.server.auth.Gatekeeper;
import io.millrace.server.chat.ChatRoutes;
import io.millrace.server.describe.DescriptionRoutes;
import io.millrace.server.http.OpenResponses;
import io.millrace.server.load.GoneReplicas;
import io.millrace.server.load.Overload;
import io.millrace.server.load.PoolImbalance;
import io.millrace.server.load.StoredLoads;
import io.millrace.server.ops.OpsRoutes;
import io.millrace.server.ops.TopicsHealth;
import io.millrace.server.pipeline.PipelinePublisher;
import io.millrace.server.pipeline.PipelineRoutes;
import io.millrace.server.pipeline.PlanLog;
import io.millrace.server.pipeline.StoredPipelines;
import io.millrace.server.publish.EventEncoder;
import io.millrace.server.publish.EventWriter;
import io.millrace.server.publish.ExclusiveWriter;
import io.millrace.server.publish.OnceWriter;
import io.millrace.server.publish.PublishRoutes;
import io.millrace.server.publish.PublishedKeys;
import io.millrace.server.publish.TransactionalWriter;
import io.millrace.server.request.Asking;
import io.millrace.server.request.AskingParts;
import io.millrace.server.request.Deadlines;
import io.millrace.server.request.ReplyReader;
import io.millrace.server.request.RequestEvents;
import io.millrace.server.request.RequestRoutes;
import io.millrace.server.request.RequestSpans;
import io.millrace.server.request.RequestTimes;
import io.millrace.server.request.RequestView;
import io.millrace.server.request.RequestWatches;
import io.millrace.server.request.ResultContents;
import io.millrace.server.store.StoreRoutes;
import io.millrace.server.tail.TailRoutes;
import io.millrace.server.tail.Tails;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands behind the routes, made, started and closed together. */
final class Services implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    /** Room beside the largest value for key, headers and framing, as topics are created with. */
    private static final int HEADROOM_BYTES = 64 * 1024;

    /** For the ends of streams to reach their clients. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    /** Between two looks for workers that were killed. */
    private static final Duration MEASURE = Duration.ofSeconds(1);

    private static final Duration LAGS = Duration.ofSeconds(1);

    private static final Duration ROLL_CALL = Duration.ofSeconds(10);

    private final ServerSettings settings;
    private final FrontDoorSettings frontDoor;
    private final ServerParts parts;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final ScheduledExecutorService timer =
            Executors.newScheduledThreadPool(2, task -> new Thread(task, "millrace-server-timer"));

    /** Apart from the others, since it waits for the broker. */
    private final ScheduledExecutorService lagTimer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "millrace-server-lags"));

    private final OpenResponses responses;
    private final EventEncoder encoder;
    private final EventWriter writer;
    private final PlanLog plans;
    private final PublishedKeys keys;
    private final OnceWriter onceWriter;
    private final ReplyReader replies;
    private final ResultContents contents;
    private final GroupOffsets offsets;
    private final List<LocalApplication> applications;
    private final Stores here;
    private final RoutedStores stores;
    private final StoredLoads loads;
    private final PoolImbalance imbalance;
    private final Tails tails;
    private final TopicAdmin admin;
    private final TopicsHealth topics;
    private final Guard guard;

    Services(ServerSettings settings, CoreSettings core, ServerParts parts, Clock clock, Supplier<UUID> ids) {
        this.settings = settings;
        this.frontDoor = FrontDoorSettings.of(core.raw());
        this.guard = Gatekeeper.of(AuthSettings.of(core.raw()));
        this.parts = parts;
        this.clock = clock;
        this.ids = ids;
        var client = core.kafkaClient();
        int requestBytes = core.maxRequestBytes() + HEADROOM_BYTES;
        this.responses = new OpenResponses(settings.streams());
        this.encoder = new EventEncoder(core.serdes());
        this.writer = new EventWriter(client, settings.publishTimeout(), requestBytes);
        this.plans = new PlanLog(
                new ExclusiveWriter(
                        client, settings.publishTimeout(), requestBytes, PublishedKeys.APPLICATION + "-plans"),
                encoder,
                core.serdes().deserializer(TokensTopics.PLANS));
        this.keys = new PublishedKeys(core, core.serdes(), parts.meters());
        var transactions =
                new TransactionalWriter(client, settings.publishTimeout(), requestBytes, encoder, settings.instance());
        this.onceWriter = new OnceWriter(keys, transactions, clock, settings.idempotency());
        var partition = new TopicPartition(
                TokensTopics.REPLIES.name(),
                settings.instance() % TokensPartitions.of(core.raw()).replies());
        this.replies = new ReplyReader(client, core.serdes().deserializer(TokensTopics.REPLIES), partition);
        this.contents = new ResultContents(new DocumentReader(core, IsolationLevel.READ_UNCOMMITTED));
        this.admin = TopicAdmin.of(core);
        this.topics = new TopicsHealth(
                parts.catalogue(), () -> admin.partitions(parts.catalogue().names()), clock);
        this.tails = new Tails(client, core.serdes(), parts.catalogue());
        this.offsets = new GroupOffsets(client);
        this.applications = parts.applications().stream()
                .map(app -> LocalApplication.of(app, offsets::committed, System::nanoTime))
                .toList();
        var patience = new Patience(settings.readWait(), settings.threads() / 4);
        this.here = new Stores(parts.stores(), applications, patience, "server-" + settings.instance());
        var peer = parts.peer().settings();
        var peers = new HttpPeers(peer.timeout(), peer.secret(), settings.threads() / 2, System::nanoTime);
        this.stores = new RoutedStores(here, peers, parts.peer().address(), System::nanoTime);
        this.loads = new StoredLoads(stores.find(parts.tokens().loads()));
        this.imbalance = new PoolImbalance(loads::all, parts.meters(), clock);
    }

    /** Blocks until transactions can be written and replies be heard, these only where their topic exists. */
    void start() {
        var unused = lagTimer.scheduleWithFixedDelay(
                () -> applications.forEach(LocalApplication::measure), 0, LAGS.toMillis(), TimeUnit.MILLISECONDS);
        parts.peer().serve(here);
        topics.start();
        replies.start();
        onceWriter.start();
        responses.start(timer, settings.heartbeat());
        every(Math.max(1_000, settings.idempotency().toMillis() / 48), this::sweep);
        every(MEASURE.toMillis(), imbalance::measure);
        every(ROLL_CALL.toMillis(), new GoneReplicas(loads, writer::write, clock)::forget);
    }

    private void every(long millis, Runnable task) {
        var unused = timer.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
    }

    Guard guard() {
        return guard;
    }

    /** All that can be called, described. */
    List<Operation> operations() {
        var times = new RequestTimes(parts.meters(), System::nanoTime, frontDoor.slo());
        var watches = new RequestWatches(times, new RequestSpans(parts.tracer()));
        var asking = new Asking(encoder, writer, replies, clock, ids, watches);
        var askingParts = new AskingParts(
                asking,
                Deadlines.of(settings, clock),
                responses,
                timer,
                contents,
                new Overload(loads::all, clock),
                settings.bufferBytes());
        var pipelines = new StoredPipelines(stores.find(parts.tokens().plans()));
        var events = new AvroShapes();
        parts.catalogue().topics().forEach(topic -> events.of(topic.type()));
        var values = stores.descriptions().stream()
                .map(StoreDescription::type)
                .distinct()
                .map(events::of)
                .toArray(Shape[]::new);
        var operations = new ArrayList<Operation>();
        operations.addAll(new PublishRoutes(parts.catalogue(), encoder, writer, onceWriter, settings).operations());
        operations.addAll(new TailRoutes(parts.catalogue(), tails, responses, settings.bufferBytes()).operations());
        operations.addAll(
                new StoreRoutes(stores, new Cursors(settings.cursorSecret())).operations(Shape.either(values)));
        operations.addAll(new ChatRoutes(askingParts, pipelines).operations());
        var publisher = new PipelinePublisher(pipelines, plans, clock, settings.publishTimeout());
        operations.addAll(new PipelineRoutes(pipelines, publisher, parts.plans()).operations());
        var view = new RequestView(
                stores.find(parts.tokens().requests()),
                stores.find(parts.tokens().items()),
                asking,
                frontDoor.currency());
        var requestEvents = new RequestEvents(view, tails, responses, settings.bufferBytes());
        operations.addAll(new RequestRoutes(askingParts, pipelines, view, requestEvents).operations());
        operations.addAll(new OpsRoutes(health(), parts.meters()).operations());
        return new DescriptionRoutes(
                        operations, events.components(), Build.read().version())
                .operations();
    }

    private Map<String, Supplier<Health>> health() {
        var health = new HashMap<>(parts.health());
        parts.applications().forEach(app -> health.put(app.applicationId(), app::health));
        health.put(PublishedKeys.APPLICATION, keys::health);
        health.put("topics", topics::health);
        health.put("replies", () -> {
            boolean reading = replies.isReading();
            return new Health(
                    !replies.isDead(), reading, reading, reading ? "replies are read" : "replies cannot be read");
        });
        health.put("idempotent writes", () -> {
            boolean writing = onceWriter.isWriting();
            var reason = writing ? "events are written once" : "events with idempotency keys cannot be written";
            return new Health(!onceWriter.isDead(), writing, writing, reason);
        });
        health.put("server", () -> {
            boolean stopping = responses.isStopping();
            return new Health(true, !stopping, true, stopping ? "stopping" : "serving");
        });
        return health;
    }

    /** Probes go on while the server stops; everything else is told to go elsewhere. */
    void refuseWhenStopping(Context context) {
        if (responses.isStopping() && !context.path().startsWith("/health/")) {
            throw Problem.STOPPING.because("the server is stopping; try another one, or this one again shortly");
        }
    }

    /** Refuses new work and gives streams that are open time to end by themselves. */
    void drain() {
        responses.refuseNew();
        responses.awaitNone(settings.stopTimeout());
        responses.endAll();
        responses.awaitNone(LAST_WORDS);
    }

    private void sweep() {
        try {
            onceWriter.sweep();
        } catch (ProblemException e) {
            LOG.debug("Old idempotency keys are looked for later", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        lagTimer.shutdownNow();
        offsets.close();
        topics.close();
        admin.close();
        tails.close();
        replies.close();
        contents.close();
        onceWriter.close();
        writer.close();
    }
}
