package dev.nightjar.awslocal.control;

import dev.nightjar.awslocal.backup.ExportControl;
import dev.nightjar.awslocal.credentials.AccessKeys;
import dev.nightjar.awslocal.dynamodb.Tables;
import dev.nightjar.awslocal.faults.Faults;
import dev.nightjar.awslocal.operation.CallCounts;
import dev.nightjar.awslocal.stream.StreamControl;
import dev.nightjar.awslocal.weather.Weather;

/** What commands act on. */
public record Controls(
    AccessKeys keys,
    Tables tables,
    StreamControl streams,
    Faults faults,
    ExportControl exports,
    CallCounts calls,
    Weather weather) {}
