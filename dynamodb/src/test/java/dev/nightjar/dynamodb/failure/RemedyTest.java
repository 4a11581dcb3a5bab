package dev.nightjar.dynamodb.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RemedyTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new ThrottledException("GetRecords", "", "", null), Remedy.RETRY),
        Arguments.of(new TransientException("GetRecords", "", "", null), Remedy.RETRY),
        Arguments.of(new IteratorExpiredException("GetRecords", "", "", null), Remedy.NEW_ITERATOR),
        Arguments.of(new TrimmedDataException("GetRecords", "", "", null), Remedy.GAP),
        Arguments.of(new NotFoundException("GetShardIterator", "", "", null), Remedy.GAP),
        Arguments.of(new AccessDeniedException("GetRecords", "", "", null), Remedy.FATAL),
        Arguments.of(new AssumeRoleException("AssumeRole", "", "", null), Remedy.FATAL),
        Arguments.of(new CredentialsRefusedException("AssumeRole", "", "", null), Remedy.FATAL),
        Arguments.of(new MissingCredentialsException("AssumeRole", "", "", null), Remedy.FATAL),
        Arguments.of(new RejectedException("GetRecords", "", "", null), Remedy.FATAL),
        Arguments.of(new CallInterruptedException("GetRecords", "", "", null), Remedy.STOP));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void tellsAReaderOfAShardWhatToDo(AwsException failure, Remedy remedy) {
    assertThat(Remedy.ofShardRead(failure)).isEqualTo(remedy);
  }
}
