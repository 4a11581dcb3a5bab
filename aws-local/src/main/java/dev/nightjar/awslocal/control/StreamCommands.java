package dev.nightjar.awslocal.control;

import dev.nightjar.awslocal.stream.ListingDelays;
import dev.nightjar.awslocal.stream.ShardInfo;
import dev.nightjar.awslocal.stream.StreamConditions;
import dev.nightjar.awslocal.stream.StreamControl;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The commands to streams. */
final class StreamCommands {

  private StreamCommands() {}

  static ObjectNode roll(StreamControl streams, Arguments arguments) {
    String stream = arguments.required("StreamArn");
    arguments
        .text("ShardId")
        .ifPresentOrElse(shard -> streams.roll(stream, shard), () -> streams.roll(stream));
    return shards(streams, arguments);
  }

  static ObjectNode split(StreamControl streams, Arguments arguments) {
    streams.split(arguments.required("StreamArn"), arguments.required("ShardId"));
    return shards(streams, arguments);
  }

  static ObjectNode trim(StreamControl streams, Arguments arguments) {
    String stream = arguments.required("StreamArn");
    arguments
        .text("ShardId")
        .ifPresentOrElse(
            shard ->
                streams.trim(
                    stream,
                    shard,
                    arguments.number("Records", JsonNode::asLong).orElse(Long.MAX_VALUE)),
            () -> streams.trim(stream));
    return shards(streams, arguments);
  }

  static ObjectNode vanish(StreamControl streams, Arguments arguments) {
    streams.vanish(arguments.required("StreamArn"), arguments.required("ShardId"));
    return shards(streams, arguments);
  }

  static ObjectNode shards(StreamControl streams, Arguments arguments) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode shards = answer.putArray("Shards");
    for (ShardInfo shard : streams.shards(arguments.required("StreamArn"))) {
      ObjectNode node = shards.addObject().put("ShardId", shard.id());
      shard.parent().ifPresent(parent -> node.put("ParentShardId", parent));
      node.put("Open", shard.open()).put("Records", shard.records());
    }
    return answer;
  }

  /** What is not named stays as it is. */
  static ObjectNode conditions(StreamControl streams, Arguments arguments) {
    arguments.only(
        "Seed",
        "Retention",
        "ShardLifetime",
        "IteratorLife",
        "EmptyPages",
        "Rolls",
        "Splits",
        "TimesBack",
        "SequenceDigits",
        "SilentTrims",
        "ListingLag",
        "ParentOpen",
        "ParentHidden",
        "SecondChild",
        "VanishedListed",
        "DelaysDrawn");
    StreamConditions now = streams.conditions();
    StreamConditions changed =
        new StreamConditions(
            arguments.number("Seed", JsonNode::asLong).orElse(now.seed()),
            arguments.milliseconds("Retention").or(now::retention),
            arguments.milliseconds("ShardLifetime").or(now::shardLifetime),
            arguments.milliseconds("IteratorLife").orElse(now.iteratorLife()),
            arguments.number("EmptyPages", JsonNode::asDouble).orElse(now.emptyPages()),
            arguments.number("Rolls", JsonNode::asDouble).orElse(now.rolls()),
            arguments.number("Splits", JsonNode::asDouble).orElse(now.splits()),
            arguments.milliseconds("TimesBack").orElse(now.timesBack()),
            arguments.number("SequenceDigits", JsonNode::asInt).orElse(now.sequenceDigits()),
            arguments.flag("SilentTrims").orElse(now.silentTrims()),
            delays(now.listing(), arguments));
    streams.behave(changed);
    return answer(changed);
  }

  private static ListingDelays delays(ListingDelays now, Arguments arguments) {
    return new ListingDelays(
        arguments.milliseconds("ListingLag").orElse(now.lag()),
        arguments.milliseconds("ParentOpen").orElse(now.parentOpen()),
        arguments.milliseconds("ParentHidden").orElse(now.parentHidden()),
        arguments.milliseconds("SecondChild").orElse(now.secondChild()),
        arguments.milliseconds("VanishedListed").orElse(now.vanished()),
        arguments.flag("DelaysDrawn").orElse(now.drawn()));
  }

  private static ObjectNode answer(StreamConditions now) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("Seed", now.seed());
    now.retention().map(Duration::toMillis).ifPresent(length -> answer.put("Retention", length));
    now.shardLifetime()
        .map(Duration::toMillis)
        .ifPresent(length -> answer.put("ShardLifetime", length));
    return answer
        .put("IteratorLife", now.iteratorLife().toMillis())
        .put("EmptyPages", now.emptyPages())
        .put("Rolls", now.rolls())
        .put("Splits", now.splits())
        .put("TimesBack", now.timesBack().toMillis())
        .put("SequenceDigits", now.sequenceDigits())
        .put("SilentTrims", now.silentTrims())
        .put("ListingLag", now.listing().lag().toMillis())
        .put("ParentOpen", now.listing().parentOpen().toMillis())
        .put("ParentHidden", now.listing().parentHidden().toMillis())
        .put("SecondChild", now.listing().secondChild().toMillis())
        .put("VanishedListed", now.listing().vanished().toMillis())
        .put("DelaysDrawn", now.listing().drawn());
  }
}
