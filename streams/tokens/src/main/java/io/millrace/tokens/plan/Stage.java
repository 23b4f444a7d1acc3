package io.millrace.tokens.plan;

import io.millrace.tokens.parse.ItemParser;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stage of a plan, ready to run.
 *
 * @param id index in the plan; for a split also the {@code splitId} of its level
 * @param name what templates call its output
 * @param inputs ids of the stages whose outputs it takes, several for a join; {@link Plan#QUESTION} for the request itself
 * @param levels ids of the splits whose levels its items are in, outermost first; a split's own level included
 * @param level id of the split whose level it closes; -1 where it closes none
 * @param pool for a call: the pool of engines or services
 * @param work what the operator needs
 * @param emit whether the client sees its output as it comes
 * @param visible names that its templates may use, each with the stage that gives it
 * @param soFar names that its templates use for the children of a split up to the one they are in, each with that split
 */
public record Stage(
        int id,
        String name,
        Operator op,
        List<Integer> inputs,
        List<Integer> levels,
        int level,
        @Nullable String pool,
        Details work,
        boolean emit,
        Map<String, Integer> visible,
        Map<String, Integer> soFar) {

    /**
     * What an operator needs beyond its place in the plan; what does not apply is null or empty.
     *
     * @param system system prompt of a model call
     * @param template user prompt of a model call, or text of a map
     * @param history whether a model call sees the earlier messages of the conversation
     * @param json whether the text of a model call is JSON
     * @param parser parser of a split
     * @param condition condition of a filter
     * @param object fields of a map that makes an object
     * @param function function of a map
     * @param most children that a first-k waits for; otherwise 0
     * @param pinned whether all parts of a scope of a call go to one replica
     * @param retry what becomes of a call whose run ends early
     * @param parameters what the engine or service is told
     */
    public record Details(
            @Nullable Template system,
            @Nullable Template template,
            boolean history,
            boolean json,
            @Nullable ItemParser parser,
            @Nullable Condition condition,
            @Nullable Shape object,
            @Nullable ItemFunction function,
            int most,
            boolean pinned,
            Retry retry,
            Map<String, String> parameters) {}

    public Stage {
        inputs = List.copyOf(inputs);
        levels = List.copyOf(levels);
        visible = Map.copyOf(visible);
        soFar = Map.copyOf(soFar);
    }

    /** The stage whose output it takes; the first where there are several. */
    public int input() {
        return inputs.get(0);
    }

    /** Whether its output arrives in fragments that a split can take before the end. */
    public boolean streams() {
        return op == Operator.LLM || op == Operator.FOLD;
    }

    /** Whether the client follows its text while it is written. */
    public boolean isFollowed() {
        return emit && streams();
    }

    /** Whether all parts of a scope go to one replica, so that its service sees them all. */
    public boolean isPinned() {
        return work.pinned();
    }

    /** Number of levels in the path of what it emits. */
    public int depth() {
        return levels.size();
    }

    /** Names of the stages it sees, for messages. */
    public List<String> visibleNames() {
        return visible.keySet().stream().sorted().toList();
    }
}
