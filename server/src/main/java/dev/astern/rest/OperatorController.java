package dev.astern.rest;

import dev.astern.connector.Problem;
import dev.astern.connector.Reason;
import dev.astern.model.Permission;
import dev.astern.operator.Issued;
import dev.astern.operator.Operators;
import dev.astern.rest.Views.OperatorView;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Operators, and the setup that makes the first. */
@RestController
public final class OperatorController {
    private final Operators operators;

    public OperatorController(Operators operators) {
        this.operators = operators;
    }

    record SetupRequest(String code, String name) {}

    record OperatorRequest(String name, List<String> permissions) {}

    /** The token is told this once. */
    record IssuedView(OperatorView operator, String token) {
        static IssuedView of(Issued issued) {
            return new IssuedView(OperatorView.of(issued.operator()), issued.token());
        }
    }

    @PostMapping("/v1/setup")
    @ResponseStatus(HttpStatus.CREATED)
    IssuedView setup(@RequestBody SetupRequest request) {
        return IssuedView.of(
                operators.setup(Required.text("code", request.code()), Required.text("name", request.name())));
    }

    @GetMapping("/v1/operators")
    List<OperatorView> all() {
        return operators.all().stream().map(OperatorView::of).toList();
    }

    @PostMapping("/v1/operators")
    @ResponseStatus(HttpStatus.CREATED)
    IssuedView create(@RequestBody OperatorRequest request) {
        return IssuedView.of(operators.create(
                Required.text("name", request.name()),
                permissions(Required.value("permissions", request.permissions()))));
    }

    @PostMapping("/v1/operators/{name}/rotate")
    IssuedView rotate(@PathVariable String name) {
        return IssuedView.of(operators.rotate(name));
    }

    @PostMapping("/v1/operators/{name}/revoke")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable String name) {
        operators.revoke(name);
    }

    private static Set<Permission> permissions(List<String> codes) {
        return codes.stream().map(OperatorController::permission).collect(Collectors.toSet());
    }

    private static Permission permission(String code) {
        return Permission.ofCode(code)
                .orElseThrow(() -> Problem.of(Reason.BAD_REQUEST, "there is no permission " + code)
                        .toException());
    }
}
