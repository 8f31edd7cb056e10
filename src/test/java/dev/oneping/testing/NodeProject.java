package dev.oneping.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A copy of a folder with a Node package, below {@code target}, so that what Node makes stays out of the sources. */
public final class NodeProject {

    private static final int MINUTES = 6;

    private final Path logs;
    private final Path folder;

    private NodeProject(Path logs, Path folder) {
        this.logs = logs;
        this.folder = folder;
    }

    /**
     * Copies a folder.
     *
     * @param source  the folder
     * @param target  the copy
     * @param project the folder of the package within it; empty for the folder itself
     */
    public static NodeProject copy(Path source, Path target, String project) throws IOException {
        List<Path> sources;
        try (Stream<Path> all = Files.walk(source)) {
            sources = all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().matches(".*/(node_modules|dist|target)/.*"))
                    .toList();
        }
        for (Path file : sources) {
            Path to = target.resolve(source.relativize(file));
            Files.createDirectories(to.getParent());
            Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
        }
        return new NodeProject(target.toAbsolutePath(), target.resolve(project).toAbsolutePath());
    }

    /** Returns the folder of the package. */
    public Path folder() {
        return folder;
    }

    /** Runs a command in the folder of the package and returns its exit code; -1 if it is missing or takes too long. */
    public int run(String name, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException missing) {
            return -1;
        }
    }

    /** Returns the output of a command that was run under that name. */
    public String said(String name) {
        try {
            return Files.readString(log(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log(String name) {
        return logs.resolve(name + ".log");
    }
}
