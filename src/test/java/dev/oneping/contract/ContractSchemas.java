package dev.oneping.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;

/** The schemas of a contract, ready to validate; formats are asserted. */
final class ContractSchemas {

    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    private final Contract contract;

    ContractSchemas(Contract contract) {
        this.contract = contract;
    }

    /** Returns a schema that can be read alone: with the document's components beside it. */
    Schema schema(JsonNode part) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.putArray("allOf").add(part);
        whole.putObject("components").set("schemas", contract.root().at("/components/schemas"));
        return registry.getSchema(whole);
    }
}
