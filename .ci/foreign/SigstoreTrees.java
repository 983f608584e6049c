import com.google.gson.Gson;
import dev.sigstore.merkle.InclusionProofVerificationException;
import dev.sigstore.merkle.InclusionProofVerifier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** Reads cases, a line each, and prints what sigstore-java says of each inclusion proof. It has no consistency proofs. */
final class SigstoreTrees {
    record Case(String kind, String leaf, String index, String size, String root, List<String> hashes) {}

    public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new StringBuilder();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            out.append(verdict(new Gson().fromJson(line, Case.class))).append('\n');
        }
        System.out.print(out);
    }

    private static String verdict(Case one) throws NoSuchAlgorithmException {
        if (!one.kind().equals("inclusion")) {
            return "-";
        }
        var sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update((byte) 0);
        var hashes = one.hashes().stream().map(SigstoreTrees::bytes).toList();
        try {
            InclusionProofVerifier.verify(
                    sha256.digest(bytes(one.leaf())),
                    Long.parseLong(one.index()),
                    Long.parseLong(one.size()),
                    hashes,
                    bytes(one.root()));
            return "yes";
        } catch (InclusionProofVerificationException e) {
            return "no";
        }
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
