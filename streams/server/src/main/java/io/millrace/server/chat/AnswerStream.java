package io.millrace.server.chat;

import io.millrace.events.avro.tokens.Missing;
import io.millrace.events.avro.tokens.Reply;
import io.millrace.events.avro.tokens.Result;
import io.millrace.events.avro.tokens.ResultStatus;
import io.millrace.events.tokens.Paths;
import io.millrace.server.chat.AnswerEvent.Aside;
import io.millrace.server.chat.AnswerEvent.Broken;
import io.millrace.server.chat.AnswerEvent.BrokenOff;
import io.millrace.server.chat.AnswerEvent.Finished;
import io.millrace.server.chat.AnswerEvent.Text;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns the replies of one request, read uncommitted, into what its client is told. Replies come again when a
 * transaction of the topology was aborted: they are dropped by identity. When a run is superseded by another, the client
 * is told nothing until the new run has said exactly what the client has seen already; from there it goes on. Where it
 * says something else the stream ends with an error: two runs are never spliced and nothing is taken back. An item that
 * was told and then made again has to come again as it was, likewise.
 *
 * <p>The text of the answer is that of the first stage (at its path) that streams text; text of others is told beside
 * it. Not for several threads.
 */
public final class AnswerStream {

    /** A stage at a path. */
    private record Place(String stage, String path) {
        static Place of(Reply reply) {
            return new Place(String.valueOf(reply.getStage()), Paths.text(reply.getPath()));
        }

        static Place of(Missing missing) {
            return new Place(missing.getStage(), Paths.text(missing.getPath()));
        }
    }

    private final Map<Place, RunText> texts = new HashMap<>();
    private final Map<Place, String> items = new HashMap<>();

    /** Items that were told and taken back, and have not come again. */
    private final Set<Place> owed = new LinkedHashSet<>();

    private @Nullable Place answer;
    private boolean over;

    /** Takes the next reply and tells what it means for the client; mostly nothing or one event. */
    public List<AnswerEvent> take(Reply reply) {
        if (over) {
            return List.of();
        }
        return switch (reply.getKind()) {
            case DELTA -> delta(reply);
            case ITEM -> item(reply);
            case RESET -> reset(reply);
            case FINISHED -> finish(reply.getResult());
            case STARTED, UNKNOWN -> List.of();
        };
    }

    /** Whether the client has seen text of the answer. */
    public boolean hasText() {
        return answer != null && !text(answer).seen().isEmpty();
    }

    /** Whether the last event was given. */
    public boolean isOver() {
        return over;
    }

    private List<AnswerEvent> delta(Reply reply) {
        var place = Place.of(reply);
        if (answer == null) {
            answer = place;
        }
        var text = text(place);
        var fragment = text.take(run(reply), reply.getSeq(), Objects.requireNonNullElse(reply.getText(), ""));
        if (text.isDiverged()) {
            return broken(place.stage() + " was begun again and answered differently");
        }
        if (fragment.isEmpty()) {
            return List.of();
        }
        return List.of(
                place.equals(answer)
                        ? new Text(fragment)
                        : new Aside(Reply.newBuilder(reply).setText(fragment).build()));
    }

    private List<AnswerEvent> item(Reply reply) {
        // Derived again, a document has the same id but may bear another time.
        var document = reply.getDocument() == null ? "" : reply.getDocument().getDocumentId();
        var content = reply.getText() + "\n" + reply.getJson() + "\n" + document;
        var place = Place.of(reply);
        var before = items.putIfAbsent(place, content);
        if (before == null) {
            return List.of(new Aside(reply));
        }
        owed.remove(place);
        return before.equals(content)
                ? List.of()
                : broken("an item of " + reply.getStage() + " came again with another content");
    }

    private List<AnswerEvent> reset(Reply reply) {
        var place = Place.of(reply);
        if (items.containsKey(place)) {
            owed.add(place);
        } else {
            text(place).reset(run(reply));
        }
        return List.of();
    }

    private List<AnswerEvent> finish(@Nullable Result result) {
        if (result == null) {
            return broken("the end of the request came without its result");
        }
        var retracted = retracted();
        if (retracted.isPresent()
                && result.getStatus() != ResultStatus.FAILED
                && result.getStatus() != ResultStatus.CANCELLED) {
            return broken(retracted.get().stage() + " was begun again and did not say all that it had said before");
        }
        over = true;
        var rest = rest(result);
        if (rest.isPresent()) {
            return List.of(new BrokenOff(result, rest.get()));
        }
        var whole = result.getText();
        if (answer == null && whole != null && !whole.isEmpty()) {
            return List.of(new Text(whole), new Finished(result));
        }
        return List.of(new Finished(result));
    }

    /** Where the client was told what does not hold at the end. */
    private Optional<Place> retracted() {
        var cut = texts.entrySet().stream()
                .filter(text -> !text.getValue().isWhole())
                .map(Map.Entry::getKey);
        return Stream.concat(cut, owed.stream()).findFirst();
    }

    /** What the answer's own text lacks; a partial result may lack only what was to be told beside it. */
    private Optional<Missing> rest(Result result) {
        return result.getStatus() == ResultStatus.PARTIAL
                ? result.getMissing().stream()
                        .filter(missing -> Place.of(missing).equals(answer))
                        .findFirst()
                : Optional.empty();
    }

    private List<AnswerEvent> broken(String message) {
        over = true;
        return List.of(new Broken("run_superseded", message + "; ask again"));
    }

    private RunText text(Place place) {
        return texts.computeIfAbsent(place, unused -> new RunText());
    }

    private static long run(Reply reply) {
        return reply.getRun() == null ? 0 : reply.getRun();
    }
}
