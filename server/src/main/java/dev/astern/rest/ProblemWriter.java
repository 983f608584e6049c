package dev.astern.rest;

import dev.astern.connector.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import tools.jackson.databind.ObjectMapper;

/** Writes problems from places that no controller reaches. */
public final class ProblemWriter {
    private final ObjectMapper mapper;

    public ProblemWriter(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    public void write(HttpServletResponse response, Problem problem) throws IOException {
        var body = ProblemBody.of(problem);
        response.setStatus(body.status());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        if (body.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"astern\", error=\"invalid_token\"");
        }
        response.getOutputStream().write(mapper.writeValueAsBytes(body));
    }
}
