package dev.oneping.auth;

import static io.restassured.RestAssured.given;

import io.restassured.specification.RequestSpecification;

/** Requests with a credential. */
public final class Keys {

    public static final String DEVELOPMENT = "a key that a developer chose";

    private Keys() {}

    public static RequestSpecification with(String bearer) {
        return given().header("Authorization", "Bearer " + bearer).contentType("application/json");
    }

    /** A new key of the default tenant with these scopes. */
    static String withScopes(String... scopes) {
        return with(DEVELOPMENT)
                .body("{\"name\":\"test\",\"scopes\":[\"" + String.join("\",\"", scopes) + "\"]}")
                .post("/v1/api-keys")
                .then()
                .statusCode(201)
                .extract()
                .path("key");
    }

    public static String token() {
        return with(DEVELOPMENT)
                .body("{\"user\":\"ann\",\"device\":\"laptop\"}")
                .post("/v1/tokens")
                .then()
                .statusCode(200)
                .extract()
                .path("token");
    }
}
