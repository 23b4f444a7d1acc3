package io.millrace.events.serde;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;

/** Where a serializer gets the id of a schema from: the registry looks it up, or registers it. */
@FunctionalInterface
interface SchemaIds {

    int of(String subject, ParsedSchema schema) throws IOException, RestClientException;
}
