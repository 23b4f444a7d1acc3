package io.millrace.tokens.advance;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.events.avro.tokens.CallUsage;
import io.millrace.events.avro.tokens.TenantLoad;
import io.millrace.events.avro.tokens.Usage;
import io.millrace.tokens.advance.Quotas.Quota;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Tasks that tell each other what they carry, against one list of all that runs and all that was billed. Repeat with {@code
 * -Dmillrace.seed=...}.
 */
class TenantsPropertyTest {

    private static final long SEED = Long.getLong("millrace.seed", 20_261_123L);
    private static final int CASES = 200;
    private static final int STEPS = 120;
    private static final int TASKS = 3;
    private static final long MINUTE_MS = 60_000;
    private static final List<String> TENANTS = List.of("acme", "acme-2", "free");
    private static final Quotas QUOTAS =
            new Quotas(new Quota(0, 0), Map.of("acme", new Quota(3, 0), "acme-2", new Quota(4, 100)));

    @Test
    void shouldDecideInEachTaskAsByOneListOfAll() {
        for (var i = 0; i < CASES; i++) {
            try {
                new Case(new Random(SEED + i)).play();
            } catch (AssertionError e) {
                throw new AssertionError("case " + i + " of seed " + SEED + " (-Dmillrace.seed=" + SEED + ")", e);
            }
        }
    }

    private record Running(int task, String tenant) {}

    private record Billed(int task, String tenant, long minute, long tokens) {}

    /** What one task tells and hears. */
    private record Told(int task, Map<String, TenantLoad> all, AtomicInteger count) implements TenantReports {

        @Override
        public List<TenantLoad> tenantElsewhere(String tenant) {
            return all.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(tenant + '|'))
                    .filter(entry -> !entry.getKey().equals(tenant + '|' + task))
                    .map(Map.Entry::getValue)
                    .toList();
        }

        @Override
        public void tenant(TenantLoad load) {
            load.setPartition(task);
            all.put(load.getTenant() + '|' + task, load);
            count.incrementAndGet();
        }

        @Override
        public void tenantGone(String tenant) {
            all.remove(tenant + '|' + task);
        }
    }

    /** Each task has told all when decisions are compared. */
    private static final class Case {

        private final Random random;
        private final List<MemoryState> memories = new ArrayList<>();
        private final List<Tenants> tasks = new ArrayList<>();
        private final Map<String, TenantLoad> told = new HashMap<>();
        private final AtomicInteger count = new AtomicInteger();
        private final List<Running> running = new ArrayList<>();
        private final List<Billed> billed = new ArrayList<>();
        private long now = 1_767_225_600_000L;

        Case(Random random) {
            this.random = random;
            for (var task = 0; task < TASKS; task++) {
                memories.add(new MemoryState());
                tasks.add(task(task));
            }
        }

        private Tenants task(int task) {
            return new Tenants(memories.get(task).state, new Told(task, told, count), QUOTAS);
        }

        void play() {
            for (var step = 0; step < STEPS; step++) {
                now += random.nextInt(5_000);
                change(random.nextInt(TASKS), TENANTS.get(random.nextInt(TENANTS.size())));
                tasks.forEach(task -> task.tell(now));
                compare();
                tellNothingTwice();
            }
            now += 2 * MINUTE_MS;
            List.copyOf(running).forEach(this::close);
            tasks.forEach(task -> task.tell(now));
            assertThat(told).isEmpty();
            memories.forEach(
                    memory -> assertThat(memory.state.tenants().get("acme")).isNull());
        }

        private void tellNothingTwice() {
            var before = count.get();
            tasks.forEach(task -> task.tell(now));
            assertThat(count).hasValue(before);
        }

        private void change(int task, String tenant) {
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    tasks.get(task).opened(tenant, now);
                    running.add(new Running(task, tenant));
                }
                case 2 -> {
                    if (!running.isEmpty()) {
                        close(running.get(random.nextInt(running.size())));
                    }
                }
                case 3 -> bill(task, tenant, now - random.nextInt(10_000), 1 + random.nextInt(60));
                default -> tasks.set(task, task(task));
            }
        }

        private void close(Running one) {
            Tenants.closed(memories.get(one.task()).state, one.tenant(), now);
            running.remove(one);
        }

        private void bill(int task, String tenant, long at, long tokens) {
            var bill = CallUsage.newBuilder()
                    .setRequestId("r")
                    .setTenant(tenant)
                    .setStage("answer")
                    .setPipeline("p")
                    .setPool("chat")
                    .setRun(1)
                    .setStatus("DONE")
                    .setUsage(new Usage(tokens / 3, tokens / 3, tokens - tokens / 3))
                    .setStartedAt(at)
                    .setAt(at)
                    .build();
            Tenants.used(memories.get(task).state, QUOTAS, bill, at);
            var last = billed.stream()
                    .filter(one -> one.task() == task && one.tenant().equals(tenant))
                    .mapToLong(Billed::minute)
                    .max()
                    .orElse(0);
            billed.add(new Billed(task, tenant, Math.max(last, at / MINUTE_MS), tokens));
        }

        private void compare() {
            for (var tenant : TENANTS) {
                for (var task : tasks) {
                    assertThat(task.refusal(tenant, now).isPresent())
                            .as("%s at %d", tenant, now)
                            .isEqualTo(isFull(tenant));
                }
            }
        }

        private boolean isFull(String tenant) {
            var open =
                    running.stream().filter(one -> one.tenant().equals(tenant)).count();
            var tokens = billed.stream()
                    .filter(bill -> bill.tenant().equals(tenant) && bill.minute() == now / MINUTE_MS)
                    .mapToLong(Billed::tokens)
                    .sum();
            return switch (tenant) {
                case "acme" -> open >= 3;
                case "acme-2" -> open >= 4 || tokens >= 100;
                default -> false;
            };
        }
    }
}
