# docker build --tag brnn .
# docker run --publish 7860:7860 brnn        then open http://localhost:7860
FROM python:3.12-slim

WORKDIR /app
COPY requirements.lock ./
RUN python -m pip install --no-cache-dir --require-hashes -r requirements.lock
COPY app.py ./
COPY brnn/ brnn/
COPY assets/ assets/

RUN useradd --create-home --uid 1000 reader
USER 1000
EXPOSE 7860
HEALTHCHECK --start-period=60s --timeout=5s CMD ["python", "-c", "import urllib.request as web; web.build_opener(web.ProxyHandler({})).open('http://localhost:7860/health')"]
CMD ["python", "app.py", "--host", "0.0.0.0", "--port", "7860"]
