package dev.nightjar.awslocal.dynamodb.expression;

import dev.nightjar.awslocal.dynamodb.item.AttributeValueReader;
import dev.nightjar.awslocal.dynamodb.item.Item;
import dev.nightjar.awslocal.dynamodb.item.ItemWriter;
import dev.nightjar.awslocal.dynamodb.request.Input;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/** What the expression tests are about: an item, names and values. */
final class Sample {

  private static final String ITEM =
      """
      {"id":{"S":"flight-7"}, "price":{"N":"120.5"}, "seats":{"N":"3"}, "isOpen":{"BOOL":true},
       "gone":{"NULL":true}, "bytes":{"B":"AAEC"},
       "tags":{"SS":["cheap","night"]}, "days":{"NS":["1","2.50"]},
       "crew":{"L":[{"S":"ann"},{"S":"bob"},{"M":{"role":{"S":"pilot"}}}]},
       "from":{"M":{"city":{"S":"Burien"},"gate":{"N":"12"},"a.b":{"S":"dotted"}}}}
      """;

  private static final String NAMES =
      """
      {"#from":"from", "#dotted":"a.b", "#missing":"missing"}
      """;

  private static final String VALUES =
      """
      {":zero":{"N":"0"}, ":one":{"N":"1"}, ":three":{"N":"3"}, ":threeAgain":{"N":"3.00"},
       ":ten":{"N":"10"}, ":price":{"N":"120.5"}, ":text":{"S":"flight-7"}, ":flight":{"S":"flight"},
       ":cheap":{"S":"cheap"}, ":dear":{"S":"dear"}, ":ann":{"S":"ann"}, ":dotted":{"S":"dotted"},
       ":true":{"BOOL":true}, ":null":{"NULL":true}, ":raw":{"B":"AAEC"}, ":rawStart":{"B":"AAE="},
       ":S":{"S":"S"}, ":N":{"S":"N"}, ":M":{"S":"M"}, ":bad":{"S":"Q"},
       ":tags":{"SS":["night","cheap"]}, ":moreTags":{"SS":["cheap","new"]},
       ":days":{"NS":["2.5","7"]}, ":allTags":{"SS":["cheap","night"]},
       ":list":{"L":[{"S":"cat"}]}, ":map":{"M":{"x":{"N":"1"}}}, ":empty":{"S":""}}
      """;

  private Sample() {}

  static Item item() {
    return item(ITEM);
  }

  static Item item(String json) {
    return AttributeValueReader.readItem(JsonMapper.shared().readTree(json));
  }

  static Placeholders placeholders() {
    return placeholders(NAMES, VALUES);
  }

  static Placeholders placeholders(String names, String values) {
    var request = JsonMapper.shared().createObjectNode();
    request.set("ExpressionAttributeNames", JsonMapper.shared().readTree(names));
    request.set("ExpressionAttributeValues", JsonMapper.shared().readTree(values));
    return new Placeholders(new Input(request));
  }

  /** The sample's values and some more. */
  static String values(String more) {
    return VALUES.strip().substring(0, VALUES.strip().length() - 1) + "," + more + "}";
  }

  static String text(Item item) {
    return new String(ItemWriter.SORTED.write(item), StandardCharsets.UTF_8);
  }
}
