#pragma once

#include <QByteArray>
#include <QHash>
#include <QHostAddress>
#include <QPointer>
#include <QStringList>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <functional>
#include <optional>

namespace isthmus::test {

/// What a client asked for.
struct HttpRequest {
  QByteArray path;
  QHash<QByteArray, QByteArray> headers;  ///< names in lower case
};

/// What the server does with it.
struct HttpAnswer {
  QByteArray head;  ///< status line and headers, each line ended; without the empty line
  QByteArray body;
  std::optional<qsizetype> cutAfter;  ///< bytes of the body, then the connection breaks
  int bytesEachTick = 0;              ///< 0: all at once; otherwise so many in 10 ms
  bool silent = false;                ///< nothing is ever sent
};

/// A web server on the loopback that does as it is told.
class LoopbackServer : public QTcpServer {
 public:
  std::function<HttpAnswer(const HttpRequest&)> answer;
  QList<HttpRequest> requests;  ///< all so far

  LoopbackServer() {
    listen(QHostAddress::LocalHost);
    connect(this, &QTcpServer::newConnection, this, [this] {
      while (QTcpSocket* socket = nextPendingConnection()) {
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(*socket); });
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
      }
    });
  }
  std::string url(const QByteArray& path) const {
    return "http://127.0.0.1:" + std::to_string(serverPort()) + path.toStdString();
  }

  static HttpAnswer status(const QByteArray& line, const QByteArray& headers = {}) {
    return {"HTTP/1.1 " + line + "\r\nContent-Length: 0\r\n" + headers, {}, {}, 0, false};
  }
  static HttpAnswer whole(const QByteArray& body, const QByteArray& headers = {}) {
    return {"HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + headers,
            body,
            {},
            0,
            false};
  }
  /// As a server that knows ranges, for a file whose ETag is `tag`.
  static HttpAnswer ranged(const HttpRequest& request, const QByteArray& body, const QByteArray& tag) {
    const QByteArray range = request.headers.value("range");
    if (range.isEmpty() || request.headers.value("if-range") != tag)
      return whole(body, "Accept-Ranges: bytes\r\nETag: " + tag + "\r\n");
    const qsizetype start = range.mid(6, range.size() - 7).toLongLong();  // "bytes=START-"
    const QByteArray rest = body.mid(start);
    return {"HTTP/1.1 206 Partial Content\r\nContent-Length: " + QByteArray::number(rest.size()) +
                "\r\nETag: " + tag + "\r\nContent-Range: bytes " + QByteArray::number(start) + '-' +
                QByteArray::number(body.size() - 1) + '/' + QByteArray::number(body.size()) + "\r\n",
            rest,
            {},
            0,
            false};
  }

 private:
  void read(QTcpSocket& socket) {
    QByteArray all = socket.property("head").toByteArray() + socket.readAll();
    socket.setProperty("head", all);
    if (!all.endsWith("\r\n\r\n")) return;
    socket.setProperty("head", QByteArray());
    HttpRequest request;
    const QList<QByteArray> lines = all.split('\n');
    request.path = lines.front().split(' ').value(1);
    for (const QByteArray& line : lines.mid(1)) {
      const qsizetype colon = line.indexOf(':');
      if (colon > 0) request.headers[line.left(colon).toLower()] = line.mid(colon + 1).trimmed();
    }
    requests << request;
    send(socket, answer(request));
  }

  void send(QTcpSocket& socket, const HttpAnswer& what) {
    if (what.silent) return;
    socket.write(what.head + "Connection: close\r\n\r\n");
    const QByteArray body = what.cutAfter ? what.body.left(*what.cutAfter) : what.body;
    if (what.bytesEachTick == 0) {
      socket.write(body);
      socket.disconnectFromHost();
      return;
    }
    auto* timer = new QTimer(&socket);
    connect(timer, &QTimer::timeout, &socket,
            [&socket, timer, body, each = what.bytesEachTick, sent = 0]() mutable {
              socket.write(body.mid(sent, each));
              sent += each;
              if (sent < body.size()) return;
              timer->stop();
              socket.disconnectFromHost();
            });
    timer->start(10);
  }
};

}  // namespace isthmus::test
