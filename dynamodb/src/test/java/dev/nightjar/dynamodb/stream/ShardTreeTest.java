package dev.nightjar.dynamodb.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.stream.ShardState.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShardTreeTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final ShardTree tree = new ShardTree(ShardTree.DEFAULT_RETENTION);

  private static ShardId id(String name) {
    return new ShardId(name);
  }

  private static Shard root(String name) {
    return new Shard(id(name), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Shard child(String name, String parent) {
    return new Shard(id(name), Optional.of(id(parent)), Optional.empty(), Optional.empty());
  }

  private static Shard closed(Shard shard, String endingSequenceNumber) {
    return new Shard(
        shard.id(),
        shard.parentId(),
        shard.startingSequenceNumber(),
        Optional.of(SequenceNumber.parse(endingSequenceNumber)));
  }

  private List<ShardState> merge(Shard... listing) {
    return tree.merge(Arrays.asList(listing), NOON);
  }

  private static List<String> names(List<ShardState> states) {
    return states.stream().map(state -> state.id().value()).toList();
  }

  private int depth(String name) {
    return tree.state(id(name)).orElseThrow().depth();
  }

  @Test
  void rootsMayBeReadAtOnce() {
    List<ShardState> changed = merge(root("a"), root("b"));

    assertThat(names(changed)).containsExactly("a", "b");
    assertThat(names(tree.readable())).containsExactly("a", "b");
    assertThat(depth("a")).isEqualTo(1);
  }

  @Test
  void aChildWaitsForItsParentToBeReadToItsEnd() {
    merge(child("b", "a"), root("a"));
    assertThat(names(tree.readable())).containsExactly("a");

    tree.begin(id("a"));
    List<ShardState> changed = tree.finish(id("a"), NOON);

    assertThat(names(changed)).containsExactly("a", "b");
    assertThat(names(tree.readable())).containsExactly("b");
    assertThat(depth("b")).isEqualTo(2);
  }

  @Test
  void aSecondChildMayComeLate() {
    merge(root("a"), child("b", "a"));
    tree.finish(id("a"), NOON);

    List<ShardState> changed = merge(root("a"), child("b", "a"), child("c", "a"));

    assertThat(names(changed)).containsExactly("c");
    assertThat(names(tree.readable())).containsExactly("b", "c");
    assertThat(depth("c")).isEqualTo(2);
  }

  @Test
  void aShardThatIsNotListedAnyMoreIsNotForgotten() {
    merge(root("a"), child("b", "a"));

    merge(child("b", "a"));

    assertThat(names(tree.readable())).containsExactly("a");
    assertThat(tree.unlistedParents()).isEmpty();
  }

  @Test
  void aParentThatNoListingNamesIsAskedForAndKeepsItsChildWaiting() {
    merge(child("b", "a"));

    assertThat(tree.readable()).isEmpty();
    assertThat(tree.unlistedParents()).containsExactly(id("a"));
  }

  @Test
  void aChildWhoseParentIsGoneIsARoot() {
    merge(child("b", "a"));

    List<ShardState> changed = tree.gone(id("a"), NOON);

    assertThat(names(changed)).containsExactly("a", "b");
    assertThat(depth("b")).isEqualTo(1);
    assertThat(tree.unlistedParents()).isEmpty();
  }

  @Test
  void aGoneParentThatAppearsAfterAllStaysGone() {
    merge(child("b", "a"));
    tree.gone(id("a"), NOON);

    merge(closed(root("a"), "7"), child("b", "a"));

    assertThat(names(tree.readable())).containsExactly("b");
    assertThat(tree.state(id("a")).orElseThrow().phase()).isEqualTo(Phase.GONE);
  }

  @Test
  void anUnlistedParentMayAppearInALaterListing() {
    merge(child("b", "a"));

    merge(root("a"));

    assertThat(names(tree.readable())).containsExactly("a");
    assertThat(tree.unlistedParents()).isEmpty();
  }

  @Test
  void aShardThatShouldHaveBeenReadMayBeGone() {
    merge(root("a"), child("b", "a"));

    tree.gone(id("a"), NOON);

    assertThat(names(tree.readable())).containsExactly("b");
    assertThat(depth("b")).isEqualTo(2);
  }

  @Test
  void knowsTheEndOfAClosedShard() {
    merge(root("a"));
    assertThat(tree.state(id("a")).orElseThrow().endsAt(SequenceNumber.parse("999"))).isFalse();

    List<ShardState> changed = merge(closed(root("a"), "500"));

    assertThat(names(changed)).containsExactly("a");
    ShardState state = tree.state(id("a")).orElseThrow();
    assertThat(state.endsAt(SequenceNumber.parse("499"))).isFalse();
    assertThat(state.endsAt(SequenceNumber.parse("500"))).isTrue();
    assertThat(state.endsAt(SequenceNumber.parse("501"))).isTrue();
    merge(root("a"));
    assertThat(tree.state(id("a")).orElseThrow().closed()).isTrue();
  }

  @Test
  void listingTheSameAgainChangesNothingToBeStored() {
    merge(root("a"), child("b", "a"));

    assertThat(tree.merge(List.of(root("a"), child("b", "a")), NOON.plusSeconds(60))).isEmpty();
  }

  @Test
  void aRootThatTurnsOutToHaveAParentWaitsIfItHasNotBegun() {
    merge(root("b"));

    merge(child("b", "a"), root("a"));

    assertThat(names(tree.readable())).containsExactly("a");
    assertThat(depth("b")).isZero();
  }

  @Test
  void aRootThatIsBeingReadCannotGetAParent() {
    merge(root("b"));
    tree.begin(id("b"));

    assertThatThrownBy(() -> merge(child("b", "a"), root("a")))
        .isInstanceOf(ShardLineageException.class)
        .hasMessageContaining("has parent a");
    assertThat(tree.state(id("a"))).isEmpty();
  }

  @Test
  void aShardCannotGetAnotherParent() {
    merge(child("b", "a"));

    assertThatThrownBy(() -> merge(child("b", "z"))).isInstanceOf(ShardLineageException.class);
  }

  @Test
  void leavesAreOverAndHaveNoChildYet() {
    merge(root("a"), root("b"), child("c", "a"));
    tree.finish(id("a"), NOON);
    tree.finish(id("b"), NOON);

    assertThat(names(tree.leaves())).containsExactly("b");
  }

  @Test
  void onlyAReadableShardBeginsOrFinishes() {
    merge(root("a"), child("b", "a"));

    assertThatThrownBy(() -> tree.begin(id("b"))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> tree.finish(id("b"), NOON)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> tree.gone(id("b"), NOON)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> tree.finish(id("unknown"), NOON))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void finishedShardsAreRememberedLongAfterAwsHasDroppedThem() {
    merge(root("a"), child("b", "a"));
    tree.finish(id("a"), NOON);

    assertThat(tree.forget(NOON.plus(Duration.ofHours(71)))).isEmpty();
    assertThat(tree.forget(NOON.plus(Duration.ofHours(73)))).containsExactly(id("a"));
    assertThat(names(tree.readable())).containsExactly("b");
    assertThat(depth("b")).isEqualTo(2);
  }

  @Test
  void aShardThatIsStillListedIsNotForgotten() {
    merge(root("a"), child("b", "a"));
    tree.finish(id("a"), NOON);
    tree.merge(List.of(root("a")), NOON.plus(Duration.ofHours(72)));

    assertThat(tree.forget(NOON.plus(Duration.ofHours(90)))).isEmpty();
    assertThat(tree.forget(NOON.plus(Duration.ofHours(97)))).containsExactly(id("a"));
  }

  @Test
  void theLastOfALineageIsNotForgottenForALateChildOfIts() {
    merge(root("a"), child("b", "a"));
    tree.finish(id("a"), NOON);
    tree.finish(id("b"), NOON);

    assertThat(tree.forget(NOON.plus(Duration.ofDays(30)))).containsExactly(id("a"));

    merge(child("c", "b"));
    assertThat(depth("c")).isEqualTo(3);
  }

  @Test
  void aRestoredTreeForgetsNothingBeforeItsFirstListing() {
    merge(root("a"), child("b", "a"));
    tree.finish(id("a"), NOON);
    ShardTree restored = ShardTree.restore(tree.snapshot(), ShardTree.DEFAULT_RETENTION);

    assertThat(restored.forget(NOON.plus(Duration.ofDays(30)))).isEmpty();

    restored.merge(List.of(root("a"), child("b", "a")), NOON.plus(Duration.ofDays(30)));
    assertThat(restored.forget(NOON.plus(Duration.ofDays(30)))).isEmpty();
    assertThat(restored.readable()).extracting(ShardState::id).containsExactly(id("b"));
  }
}
