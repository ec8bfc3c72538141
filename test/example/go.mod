module example.org/packet

go 1.24
