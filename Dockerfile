# One base for all stages, so that one image is enough to build from.
ARG PYTHON_IMAGE=python:3.13-slim

# Scripts, sheets and fonts. Node comes from PyPI, as on any machine without it, and stays behind in this stage.
FROM ${PYTHON_IMAGE} AS front
WORKDIR /src
RUN python3 -m venv .venv
COPY package.json package-lock.json .npmrc ./
COPY tools/node.sh tools/
RUN tools/node.sh npm ci --omit=dev --no-progress
COPY tools/fonts.mjs tools/
RUN tools/node.sh node tools/fonts.mjs
COPY tools/bundle.mjs tools/
COPY static static
RUN tools/node.sh node tools/bundle.mjs

# The run-time packages alone, without pip: what pyproject.toml says, before the code that changes more often.
FROM ${PYTHON_IMAGE} AS packages
WORKDIR /src
COPY pyproject.toml ./
RUN python3 -m venv --without-pip /opt/venv \
 && python3 -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" \
    > requirements.txt \
 && python3 -m pip --python /opt/venv/bin/python install --no-cache-dir --disable-pip-version-check -r requirements.txt

FROM ${PYTHON_IMAGE}
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/unrolled
COPY --from=packages /opt/venv /opt/venv
COPY LICENSE ./
COPY app app
COPY templates templates
COPY --from=front /src/static static
# Compiled here, since nothing can be written where it runs.
RUN python -m compileall -q -j 0 app /opt/venv/lib
# What a diagnosis searches, for the same reason.
RUN python -m app.diagnosis.index
# Numbers, so that an orchestrator can see that it is not root.
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
# As a list, so that the server itself gets the signal to stop and can end its open streams.
CMD ["python", "-m", "app", "serve", "--host", "0.0.0.0", "--port", "8000"]
