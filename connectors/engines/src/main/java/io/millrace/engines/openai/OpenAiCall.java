package io.millrace.engines.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.engines.spi.EngineCall;
import io.millrace.engines.spi.EngineFailure;
import io.millrace.engines.spi.EngineListener;
import io.millrace.engines.spi.EngineRequest;
import io.millrace.events.avro.tokens.FinishReason;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call, with its tries and time-outs. HTTP threads, the timer and whoever cancels meet here; this object's monitor
 * guards all and is held while the listener is told, so that nothing is told after {@link #cancel} has returned.
 */
final class OpenAiCall implements EngineCall {

    private static final String DONE = "[DONE]";

    private final OpenAiSettings settings;
    private final ChatExchange exchange;
    private final Alarm alarm;
    private final EngineListener listener;
    private final Consumer<OpenAiCall> onTerminal;
    private final CallTally tally;

    private int tries;
    private long alarms;
    private boolean started;
    private @Nullable FinishReason finished;
    private boolean terminal;
    private Runnable closeConnection = () -> {};

    OpenAiCall(
            OpenAiSettings settings,
            ChatExchange exchange,
            Alarm alarm,
            EngineRequest request,
            EngineListener listener,
            Consumer<OpenAiCall> onTerminal) {
        this.settings = settings;
        this.exchange = exchange;
        this.alarm = alarm;
        this.listener = listener;
        this.onTerminal = onTerminal;
        this.tally = new CallTally(request);
    }

    synchronized void start() {
        if (terminal) {
            return;
        }
        tries++;
        finished = null;
        setAlarm(settings.firstTokenTimeout(), "no token within " + settings.firstTokenTimeout());
        closeConnection = exchange.post(new Try(tries));
    }

    @Override
    public synchronized void cancel() {
        fail(EngineFailure.CANCELLED, "the call was aborted", true);
    }

    private void text(String text) {
        started = true;
        tally.wrote();
        silenceAlarm();
        listener.used(tally.usage());
        listener.text(text);
        if (!terminal) {
            setAlarm(settings.tokenTimeout(), "no further token within " + settings.tokenTimeout());
        }
    }

    /** Tries again where nothing was delivered yet and time is left, else ends the call. */
    private void failOrRetry(String code, String message, Duration pause) {
        closeConnection.run();
        if (started || tries > settings.retries() || !alarm.isInTime(pause)) {
            fail(code, message, true);
            return;
        }
        alarm.set(pause, this::start);
    }

    private Duration backoff() {
        return settings.backoff().multipliedBy(1L << Math.min(tries - 1, 10));
    }

    private void end() {
        if (!terminal) {
            terminate();
            listener.end(tally.usage(), Objects.requireNonNullElse(finished, FinishReason.STOP));
        }
    }

    private void fail(String code, String message, boolean retryable) {
        if (!terminal) {
            terminate();
            listener.fail(new EngineFailure(code, message, retryable, tally.usage()));
        }
    }

    private void terminate() {
        terminal = true;
        alarm.cancel();
        closeConnection.run();
        onTerminal.accept(this);
    }

    private void setAlarm(Duration timeout, String message) {
        long number = ++alarms;
        alarm.set(
                timeout,
                () -> timedOut(number, "ENGINE_TIMEOUT", message),
                () -> timedOut(number, "DEADLINE", "the deadline passed during the call"));
    }

    /** While the listener takes its time, which is not the engine's, and this object's monitor with it. */
    private void silenceAlarm() {
        alarms++;
        alarm.cancel();
    }

    private synchronized void timedOut(long number, String code, String message) {
        if (number == alarms) {
            fail(code, message, !code.equals("DEADLINE"));
        }
    }

    /** What comes back from one try; nothing is heard of older ones. */
    private final class Try implements ChatExchange.Listener {

        private final int number;

        Try(int number) {
            this.number = number;
        }

        @Override
        public void event(String data) {
            synchronized (OpenAiCall.this) {
                if (isOver()) {
                    return;
                }
                if (data.equals(DONE)) {
                    end();
                    return;
                }
                try {
                    take(Chunk.parse(data));
                } catch (JsonProcessingException e) {
                    fail("MALFORMED_STREAM", "the engine sent what is not JSON: " + e.getOriginalMessage(), true);
                }
            }
        }

        private void take(Chunk chunk) {
            tally.reported(chunk.usage());
            if (chunk.error() != null) {
                fail("ENGINE_ERROR", "the engine reported: " + chunk.error(), true);
                return;
            }
            if (!chunk.text().isEmpty()) {
                text(chunk.text());
            }
            finished = chunk.finished() == null ? finished : chunk.finished();
        }

        @Override
        public void closed() {
            synchronized (OpenAiCall.this) {
                if (isOver()) {
                    return;
                }
                if (finished != null) {
                    end();
                } else {
                    failOrRetry("STREAM_BROKEN", "the engine ended the stream too early", backoff());
                }
            }
        }

        @Override
        public void refused(int status, HttpHeaders headers, String body) {
            synchronized (OpenAiCall.this) {
                if (!isOver()) {
                    var refusal = Refusal.of(status, headers, body);
                    if (refusal.retryable()) {
                        failOrRetry(
                                refusal.code(),
                                refusal.message(),
                                refusal.retryAfter().orElseGet(() -> backoff()));
                    } else {
                        fail(refusal.code(), refusal.message(), false);
                    }
                }
            }
        }

        @Override
        public void failed(Throwable error) {
            synchronized (OpenAiCall.this) {
                if (isOver()) {
                    return;
                }
                if (error instanceof IllegalStateException) {
                    fail("MALFORMED_STREAM", String.valueOf(error.getMessage()), true);
                } else if (started) {
                    fail("STREAM_BROKEN", "the connection to the engine broke in mid-answer", true);
                } else {
                    failOrRetry("ENGINE_UNREACHABLE", "the engine cannot be reached: " + error, backoff());
                }
            }
        }

        private boolean isOver() {
            return terminal || number != tries;
        }
    }
}
