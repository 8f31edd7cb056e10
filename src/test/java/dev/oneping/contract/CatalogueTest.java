package dev.oneping.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.oneping.events.EventCatalogue;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every event type of the code is in the contract, with an example that matches its schema, and is published somewhere.
 */
@Tag("slow")
class CatalogueTest {

    /** Sent by hand, and no fact that happened: it is in no log. */
    private static final Set<String> NO_FACTS = Set.of("subscription.test");

    private final Contract contract = Contract.written();
    private final JsonNode webhooks = contract.root().path("webhooks");

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    @Test
    void shouldBeTheSameInCodeAndContract() {
        Set<String> known = EventCatalogue.entries().stream()
                .map(EventCatalogue.Entry::type)
                .collect(Collectors.toSet());
        known.addAll(NO_FACTS);
        Set<String> written = new TreeSet<>();
        webhooks.fieldNames().forEachRemaining(written::add);

        assertEquals(new TreeSet<>(known), written);
        assertEquals(
                written,
                contract.root()
                        .at("/components/schemas/EventType/examples")
                        .valueStream()
                        .map(JsonNode::asText)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void shouldBeTheSameInTheFeedsContract() {
        Set<String> fed = DeviceContract.written()
                .root()
                .at("/components/messages/event/payload/oneOf")
                .valueStream()
                .map(one -> one.path("$ref").asText().split("/")[2])
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(
                EventCatalogue.entries().stream()
                        .map(EventCatalogue.Entry::type)
                        .collect(Collectors.toCollection(TreeSet::new)),
                fed);
    }

    @TestFactory
    Stream<DynamicTest> shouldDocumentAndExampleEachEvent() {
        return EventCatalogue.entries().stream()
                .map(entry -> dynamicTest(entry.type(), () -> {
                    JsonNode operation = webhooks.path(entry.type()).path("post");
                    assertEquals(entry.means(), operation.path("summary").asText());
                    JsonNode body = operation.at("/requestBody/content/application~1cloudevents+json");
                    JsonNode schema = body.at("/schema/allOf/1/properties/data");
                    assertEquals(names(entry.schema()), names(schema));
                    assertEquals(entry.schema().path("required"), schema.path("required"));
                    JsonNode examples = body.path("examples");
                    assertTrue(!examples.isEmpty(), "an example is missing");
                    examples.forEach(example -> assertEquals(
                            List.of(),
                            registry.getSchema(entry.document()).validate(example.at("/value/data")),
                            example::toString));
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldTellEachEventSomewhere() {
        JavaClasses ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.oneping");
        return EventCatalogue.entries().stream()
                .map(entry -> dynamicTest(
                        entry.type(),
                        () -> assertTrue(
                                ours.get(entry.record()).getConstructorCallsToSelf().stream()
                                        .anyMatch(call -> !call.getOriginOwner().equals(call.getTargetOwner())),
                                "nobody makes one")));
    }

    private static Set<String> names(JsonNode schema) {
        return schema.path("properties").properties().stream()
                .map(property -> property.getKey())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
