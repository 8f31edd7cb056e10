package dev.oneping.crash;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A reverse proxy of Debian in a process of its own, set up as its manual begins: nothing is tuned for streams. */
final class ReverseProxy implements AutoCloseable {

    /** The kinds of proxies. */
    enum Kind {
        /** For WebSocket, nginx must be told to pass the upgrade on; everything else is one {@code proxy_pass}. */
        NGINX("nginx", """
                daemon off;
                pid %1$s/nginx.pid;
                error_log stderr;
                events {}
                http {
                  access_log off;
                  client_body_temp_path %1$s/body;
                  proxy_temp_path %1$s/proxy;
                  fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi;
                  scgi_temp_path %1$s/scgi;
                  server {
                    listen 127.0.0.1:%2$d;
                    location / { proxy_pass http://127.0.0.1:%3$d; }
                    location /v1/connect {
                      proxy_pass http://127.0.0.1:%3$d;
                      proxy_http_version 1.1;
                      proxy_set_header Upgrade $http_upgrade;
                      proxy_set_header Connection upgrade;
                    }
                  }
                }
                """),
        HAPROXY("haproxy", """
                defaults
                  mode http
                  timeout connect 5s
                  timeout client 50s
                  timeout server 50s
                frontend all
                  bind 127.0.0.1:%2$d
                  default_backend oneping
                backend oneping
                  server one 127.0.0.1:%3$d
                """);

        private final String program;
        private final String configuration;

        Kind(String program, String configuration) {
            this.program = program;
            this.configuration = configuration;
        }

        boolean isInstalled() {
            return path().isPresent();
        }

        private Optional<String> path() {
            return Stream.of("/usr/sbin/", "/usr/bin/", "/usr/local/sbin/", "/usr/local/bin/")
                    .map(folder -> folder + program)
                    .filter(file -> Files.isExecutable(Path.of(file)))
                    .findFirst();
        }
    }

    private final Process process;
    private final URI url;

    private ReverseProxy(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /** Starts a proxy in front of the service, and waits until it listens. */
    static ReverseProxy start(Kind kind, URI service, Path folder) throws IOException {
        int port = ServiceProcess.freePort();
        Path file = Files.writeString(
                folder.resolve(kind.program + ".conf"), kind.configuration.formatted(folder, port, service.getPort()));
        String program = kind.path().orElseThrow();
        List<String> command = kind == Kind.NGINX
                ? List.of(program, "-p", folder.toString(), "-e", "stderr", "-c", file.toString())
                : List.of(program, "-db", "-f", file.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(kind.program + ".log").toFile())
                .start();
        Awaitility.await()
                .failFast("the proxy has ended; its words are in " + folder, () -> !process.isAlive())
                .until(() -> listens(port));
        return new ReverseProxy(process, URI.create("http://127.0.0.1:" + port));
    }

    URI url() {
        return url;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
