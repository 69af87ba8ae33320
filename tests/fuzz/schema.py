"""What schemathesis makes of /openapi.json: every operation, with values that it allows and values that it does not."""

import subprocess
import sys

from tests.fuzz.target import target

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
CHECKS += ",negative_data_rejection,unsupported_method"


def show(examples: int, seed: int) -> int:
    """Print its summary; return 1 where it found something."""
    with target() as to:
        command = [
            sys.executable,
            "-m",
            "schemathesis.cli",
            "run",
            f"{to.client.base_url}/openapi.json".replace("//openapi", "/openapi"),
        ]
        command += [
            "--checks",
            CHECKS,
            "--max-examples",
            str(examples),
            "--seed",
            str(seed),
            "--phases",
            "examples,coverage,fuzzing",
        ]
        command += ["--request-timeout", "120", "--suppress-health-check", "all", "--no-color"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        print(done.stdout[-6000:])
        said = to.said.read_text()
    if said:
        print(f"the server said:\n{said[-2000:]}")
    return int(done.returncode != 0 or bool(said))
