package dev.nightjar.awslocal.control;

import dev.nightjar.awslocal.backup.ExportFaults;
import dev.nightjar.awslocal.credentials.AccessKeys;
import dev.nightjar.awslocal.dynamodb.Tables;
import dev.nightjar.awslocal.faults.Faults;
import dev.nightjar.awslocal.operation.CallCounts;
import dev.nightjar.awslocal.stream.StreamControl;

/** What commands act on. */
public record Controls(
    AccessKeys keys,
    Tables tables,
    StreamControl streams,
    Faults faults,
    ExportFaults exports,
    CallCounts calls) {}
