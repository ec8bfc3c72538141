package main

import (
	"fmt"

	"github.com/uber/h3-go/v4"
)

func main() {
	cell := h3.LatLngToCell(h3.NewLatLng(37.775938728915946, -122.41795063018799), 9)
	fmt.Println(cell, cell.IsValid(), len(cell.GridDisk(2)), len(cell.Boundary()))
	fmt.Println(cell.Parent(5), len(cell.Children(10)), len(h3.CompactCells(cell.Children(11))))
	fmt.Println(cell.DirectedEdges()[0].Origin() == cell)
}
