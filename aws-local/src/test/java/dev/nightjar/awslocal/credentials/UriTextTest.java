package dev.nightjar.awslocal.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UriTextTest {

  @ParameterizedTest
  @CsvSource({
    "abc-XYZ_0.9~, abc-XYZ_0.9~",
    "a b+c, a%20b%2Bc",
    "/=&?%, %2F%3D%26%3F%25",
    "ü🐦, %C3%BC%F0%9F%90%A6"
  })
  void onlyUnreservedCharactersStay(String text, String encoded) {
    assertThat(UriText.encode(text)).isEqualTo(encoded);
  }
}
