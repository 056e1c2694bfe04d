#pragma once
#include "net.hpp"

#include <caf/all.hpp>
