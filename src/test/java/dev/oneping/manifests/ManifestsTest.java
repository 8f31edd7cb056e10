package dev.oneping.manifests;

import static dev.oneping.manifests.Manifests.elements;
import static dev.oneping.manifests.Manifests.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ManifestsTest {

    private final Manifests manifests = new Manifests();

    @Test
    void shouldListOnlyResourcesThatExist() {
        for (var resource : texts(manifests.kustomization.at("/resources"), "")) {
            assertTrue(Files.exists(manifests.base.resolve(resource)), resource);
        }
    }

    @Test
    void shouldSelectThePodsThatTheDeploymentMakes() {
        var labels = manifests.deployment.at("/spec/template/metadata/labels");

        assertFalse(labels.isEmpty());
        assertEquals(labels, manifests.deployment.at("/spec/selector/matchLabels"));
        assertEquals(labels, manifests.service.at("/spec/selector"));
    }

    @Test
    void shouldLeadOnlyThePublicPortToTheServer() {
        var ports = manifests.container.at("/ports");
        var names = texts(ports, "/name");

        assertEquals(
                List.of(
                        manifests.application.getProperty("quarkus.http.port"),
                        manifests.application.getProperty("%prod.oneping.management.port")),
                texts(ports, "/containerPort"));
        assertEquals(List.of("http", "management"), names);
        assertEquals(List.of("http"), texts(manifests.service.at("/spec/ports"), "/targetPort"));
        for (var probe : probes().toList()) {
            assertEquals("management", probe.at("/httpGet/port").asText());
        }
    }

    @Test
    void shouldKeepASessionOverHttpOnThePodThatOpenedIt() {
        assertTrue(manifests.deployment.at("/spec/replicas").asInt() > 1);
        assertEquals("ClientIP", manifests.service.at("/spec/sessionAffinity").asText());
    }

    @Test
    void shouldProbePathsThatTheHealthExtensionServes() {
        assertEquals(3, probes().count());
        for (var probe : probes().toList()) {
            assertTrue(
                    List.of("/q/health/live", "/q/health/ready")
                            .contains(probe.at("/httpGet/path").asText()),
                    probe.toString());
        }
        var moved = manifests.application.stringPropertyNames().stream()
                .filter(name ->
                        name.matches("quarkus\\.(http\\.(non-application-)?root-path|smallrye-health\\..*path)"))
                .toList();
        assertEquals(List.of(), moved, "the paths of the probes depend on these");
    }

    @Test
    void shouldMountTheRulesWhereTheServiceReadsThem() {
        var generator = manifests.rules.at("/configMapGenerator/0");
        var volume = elements(manifests.pod.at("/volumes"))
                .filter(candidate -> candidate.has("configMap"))
                .findFirst()
                .orElseThrow();
        var mount = elements(manifests.container.at("/volumeMounts"))
                .filter(candidate -> candidate.at("/name").equals(volume.at("/name")))
                .findFirst()
                .orElseThrow();
        var file = Path.of(environment("ONEPING_NOTIFY_RULES"));

        assertEquals(generator.at("/name"), volume.at("/configMap/name"));
        assertEquals(mount.at("/mountPath").asText(), String.valueOf(file.getParent()));
        assertEquals(List.of(String.valueOf(file.getFileName())), texts(generator.at("/files"), ""));
        assertTrue(Files.exists(manifests.rulesFolder.resolve(String.valueOf(file.getFileName()))));
    }

    @Test
    void shouldMountOnlyVolumesThatThePodHas() {
        assertEquals(
                texts(manifests.pod.at("/volumes"), "/name"), texts(manifests.container.at("/volumeMounts"), "/name"));
    }

    @Test
    void shouldExplainTheSecretThatThePodNeeds() throws IOException {
        var readme = Files.readString(Path.of("k8s/README.md"));
        var secret = manifests.container.at("/envFrom/0/secretRef/name").asText();

        assertTrue(readme.contains("kubectl create secret generic " + secret + " "));
        assertTrue(readme.contains("--from-literal=QUARKUS_REDIS_HOSTS="));
        assertTrue(readme.contains("--from-literal=ONEPING_AUTH_TOKEN_SECRET="));
    }

    @Test
    void shouldRunTheImageThatTheBuildMakes() throws IOException {
        var name = manifests.application.getProperty("quarkus.container-image.group") + "/"
                + manifests.application.getProperty("quarkus.container-image.name");
        var tag = manifests.kustomization.at("/images/0/newTag").asText();

        assertEquals(name, manifests.container.at("/image").asText());
        assertEquals(name, manifests.kustomization.at("/images/0/name").asText());
        assertTrue(Files.readString(Path.of("pom.xml"))
                .contains("<artifactId>oneping</artifactId>\n  <version>" + tag + "</version>"));
    }

    @Test
    void shouldRunWithoutPrivileges() {
        assertTrue(manifests.pod.at("/securityContext/runAsNonRoot").asBoolean());
        assertEquals(
                manifests.application.getProperty("quarkus.jib.user"),
                manifests.pod.at("/securityContext/runAsUser").asText());
        assertTrue(manifests
                .container
                .at("/securityContext/readOnlyRootFilesystem")
                .asBoolean());
        assertFalse(manifests
                .container
                .at("/securityContext/allowPrivilegeEscalation")
                .asBoolean(true));
        assertFalse(manifests.container.at("/resources/limits/memory").isMissingNode());
    }

    /** Where there is a kubectl, it renders the base itself; the rest of this class holds anywhere. */
    @Test
    void shouldRenderByKustomize() throws Exception {
        assumeTrue(new ProcessBuilder("sh", "-c", "command -v kubectl").start().waitFor() == 0, "no kubectl here");

        var process = new ProcessBuilder("kubectl", "kustomize", "k8s/base").start();
        var rendered = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());

        List<JsonNode> objects = new YAMLMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(rendered)
                .readAll();
        assertEquals(
                List.of("ConfigMap", "Service", "Deployment"),
                objects.stream().map(o -> o.at("/kind").asText()).toList());
        assertEquals(
                objects.get(0).at("/metadata/name"), objects.get(2).at("/spec/template/spec/volumes/0/configMap/name"));
    }

    private Stream<JsonNode> probes() {
        return Stream.of("startupProbe", "livenessProbe", "readinessProbe").map(manifests.container::get);
    }

    private String environment(String name) {
        return elements(manifests.container.at("/env"))
                .filter(variable -> variable.at("/name").asText().equals(name))
                .map(variable -> variable.at("/value").asText())
                .findFirst()
                .orElseThrow();
    }
}
