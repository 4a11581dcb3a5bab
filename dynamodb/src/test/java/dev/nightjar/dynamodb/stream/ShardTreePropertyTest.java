package dev.nightjar.dynamodb.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.stream.ShardState.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * A random forest of shards, listed in random parts, read in random order, with restarts in
 * between.
 */
class ShardTreePropertyTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Shard> shards = new ArrayList<>();
  private final Map<ShardId, Integer> depths = new HashMap<>();
  private final Set<ShardId> trimmed = new HashSet<>();
  private final Set<ShardId> over = new HashSet<>();
  private final Set<ShardId> everReadable = new HashSet<>();
  private ShardTree tree = new ShardTree(ShardTree.DEFAULT_RETENTION);
  private Instant now = START;

  @Property(tries = 400)
  void aChildWaitsForItsParentAndIsDeeper(
      @ForAll @IntRange(min = 1, max = 25) int count,
      @ForAll @IntRange(max = 6) int gone,
      @ForAll long seed) {
    Random random = new Random(seed);
    grow(count, gone, random);

    for (int step = 0; step < 300; step++) {
      step(random);
      check();
    }
    while (!readAll(random)) {
      check();
    }

    assertThat(everReadable).hasSize(shards.size() - trimmed.size());
    shards.stream()
        .filter(shard -> !trimmed.contains(shard.id()))
        .forEach(this::checkDepthFromRoot);
  }

  private void grow(int count, int gone, Random random) {
    shards.clear();
    depths.clear();
    trimmed.clear();
    over.clear();
    everReadable.clear();
    tree = new ShardTree(ShardTree.DEFAULT_RETENTION);
    for (int i = 0; i < count; i++) {
      Optional<ShardId> parent =
          shards.isEmpty() || random.nextInt(4) == 0
              ? Optional.empty()
              : Optional.of(shards.get(random.nextInt(shards.size())).id());
      boolean closed = random.nextBoolean();
      Optional<SequenceNumber> end =
          closed ? Optional.of(SequenceNumber.parse(String.valueOf(1000 + i))) : Optional.empty();
      shards.add(new Shard(new ShardId("s%02d".formatted(i)), parent, Optional.empty(), end));
    }
    // What AWS has dropped is the oldest of a lineage: a root, or a child of dropped ones alone.
    for (Shard shard : shards) {
      boolean oldest = shard.parentId().map(trimmed::contains).orElse(true);
      if (oldest && trimmed.size() < gone) {
        trimmed.add(shard.id());
      }
    }
  }

  private void step(Random random) {
    now = now.plusSeconds(random.nextInt(600));
    switch (random.nextInt(5)) {
      case 0 -> tree.merge(somePart(random), now);
      case 1 ->
          tree.unlistedParents().stream()
              .filter(trimmed::contains)
              .findFirst()
              .ifPresent(this::gone);
      case 2 -> {
        List<ShardState> readable = tree.readable();
        if (!readable.isEmpty()) {
          finish(readable.get(random.nextInt(readable.size())).id());
        }
      }
      case 3 -> {
        List<ShardState> readable = tree.readable();
        if (!readable.isEmpty()) {
          tree.begin(readable.get(random.nextInt(readable.size())).id());
        }
      }
      default -> tree = ShardTree.restore(tree.snapshot(), ShardTree.DEFAULT_RETENTION);
    }
  }

  private boolean readAll(Random random) {
    tree.merge(shards.stream().filter(shard -> !trimmed.contains(shard.id())).toList(), now);
    check();
    tree.unlistedParents().forEach(this::gone);
    check();
    List<ShardState> readable = new ArrayList<>(tree.readable());
    Collections.shuffle(readable, random);
    readable.forEach(state -> finish(state.id()));
    return readable.isEmpty();
  }

  private List<Shard> somePart(Random random) {
    List<Shard> part = new ArrayList<>();
    for (Shard shard : shards) {
      if (!trimmed.contains(shard.id()) && random.nextInt(3) > 0) {
        // Open at first, and listed as such for a while after it was closed.
        part.add(
            random.nextBoolean()
                ? shard
                : new Shard(
                    shard.id(),
                    shard.parentId(),
                    shard.startingSequenceNumber(),
                    Optional.empty()));
      }
    }
    Collections.shuffle(part, random);
    return part;
  }

  private void finish(ShardId id) {
    tree.finish(id, now);
    over.add(id);
  }

  private void gone(ShardId id) {
    assertThat(trimmed).contains(id);
    tree.gone(id, now);
    over.add(id);
  }

  private void check() {
    for (ShardState state : tree.snapshot()) {
      if (state.phase() == Phase.WAITING) {
        assertThat(state.depth()).isZero();
        continue;
      }
      Optional<ShardId> parent = state.parentId();
      if (state.phase() != Phase.GONE) {
        assertThat(parent.map(over::contains).orElse(true))
            .as("parent of %s is over", state.id())
            .isTrue();
        parent
            .flatMap(tree::state)
            .ifPresent(p -> assertThat(state.depth()).isGreaterThan(p.depth()));
        assertThat(state.depth()).isPositive();
        everReadable.add(state.id());
      }
      // Once given, a depth is for ever: rows carry it.
      assertThat(state.depth()).isEqualTo(depths.computeIfAbsent(state.id(), _ -> state.depth()));
    }
  }

  private void checkDepthFromRoot(Shard shard) {
    int expected = 1;
    Optional<ShardId> parent = shard.parentId();
    while (parent.isPresent() && !trimmed.contains(parent.get())) {
      expected++;
      parent = shards.get(Integer.parseInt(parent.get().value().substring(1))).parentId();
    }
    assertThat(depths.get(shard.id())).isEqualTo(expected);
  }

  @Property(tries = 100)
  void forgettingNeverBringsAShardBack(
      @ForAll @IntRange(min = 2, max = 40) int length, @ForAll long seed) {
    Random random = new Random(seed);
    tree = new ShardTree(ShardTree.DEFAULT_RETENTION);
    List<ShardId> read = new ArrayList<>();
    // One lineage that rolls every four hours; AWS lists a shard for 28 hours after it began.
    for (int hour = 0; hour < length * 4; hour++) {
      now = START.plus(Duration.ofHours(hour));
      List<Shard> listing = new ArrayList<>();
      for (int i = Math.max(0, hour / 4 - 7); i <= hour / 4; i++) {
        Optional<ShardId> parent =
            i == 0 ? Optional.empty() : Optional.of(new ShardId("s%03d".formatted(i - 1)));
        listing.add(
            new Shard(
                new ShardId("s%03d".formatted(i)), parent, Optional.empty(), Optional.empty()));
      }
      listing.removeIf(_ -> random.nextInt(10) == 0);
      tree.merge(listing, now);
      if (random.nextBoolean() && !tree.readable().isEmpty()) {
        ShardState oldest = tree.readable().getFirst();
        boolean rolled = !oldest.id().value().equals("s%03d".formatted(hour / 4));
        if (rolled) {
          tree.finish(oldest.id(), now);
          read.add(oldest.id());
          assertThat(oldest.depth()).isEqualTo(read.size());
        }
      }
      tree.forget(now);
    }

    assertThat(read).doesNotHaveDuplicates().isSorted();
    assertThat(tree.snapshot()).hasSizeLessThan(40);
  }
}
