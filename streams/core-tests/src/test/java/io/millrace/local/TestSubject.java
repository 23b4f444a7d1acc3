package io.millrace.local;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** A subject of the registry, over Confluent's API. */
final class TestSubject {

    static final String WITH_X =
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"x\",\"type\":\"string\"}]}";
    static final String WITH_Y_INSTEAD =
            "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"y\",\"type\":\"string\"}]}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI versions;

    TestSubject(String registryUrl, String subject) {
        this.versions = URI.create(registryUrl + "/subjects/" + subject + "/versions");
    }

    /** Returns the HTTP status. */
    int register(String schema) throws Exception {
        var body = "{\"schema\": \"" + schema.replace("\"", "\\\"") + "\"}";
        var request = HttpRequest.newBuilder(versions)
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString()).statusCode();
    }

    /** The versions as a JSON array. */
    String versions() throws Exception {
        return http.send(HttpRequest.newBuilder(versions).build(), BodyHandlers.ofString())
                .body();
    }
}
